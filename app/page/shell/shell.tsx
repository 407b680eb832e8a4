import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Empty } from "../parts/empty.tsx";
import { Failed } from "../parts/failed.tsx";
import { Loading } from "../parts/loading.tsx";
import { views } from "../views/index.ts";
import type { ViewName } from "../views/names.ts";
import { address } from "./address.ts";
import { Navigation } from "./navigation.tsx";
import { SignIn } from "./sign-in.tsx";
import "./shell.css";
import { viewAt } from "./view-at.ts";

/** The whole page: navigation, and the view of the address. */
export function Shell() {
  const name = viewAt(address.value.path);
  return (
    <>
      <a class="skip" href="#view">
        Skip to the view
      </a>
      <Navigation current={name} />
      <main id="view" tabIndex={-1}>
        {name === undefined ? <NoSuchView /> : <LoadedView key={name} name={name} />}
      </main>
      <SignIn />
    </>
  );
}

function NoSuchView() {
  return (
    <Empty title="There is nothing at this address">
      <p>Choose one of the views in the navigation.</p>
    </Empty>
  );
}

/** A view whose code comes when it is first looked at. */
function LoadedView({ name }: { readonly name: ViewName }) {
  const { title, load } = views[name];
  const [view, setView] = useState<{ readonly Component: ComponentType } | "failed">();
  useEffect(() => {
    document.title = `${title} · Twinstream`;
    load().then(
      ({ default: Component }) => setView({ Component }),
      () => setView("failed"),
    );
  }, [title, load]);
  if (view === undefined) return <Loading what={title} />;
  if (view === "failed") return <Failed problem={notLoaded} retry={() => location.reload()} />;
  return <view.Component />;
}

const notLoaded = {
  title: "This view could not be loaded.",
  detail: "The server may have been stopped, or updated since this page was opened; load the page again",
};
