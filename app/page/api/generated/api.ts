/** The API of the server as its OpenAPI document has it. Generated: npm run generate:client */

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alive: boolean;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it does its work; 503 with every reason while it does not. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ready: boolean;
                            reasons: unknown[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures in the text format of Prometheus. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This API as a page. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This API as an OpenAPI 3.1 document. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Scores up to 1,000 products for a query, as the stream does. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description What was searched.
                         * @example whte ceiling fan 52in
                         */
                        query: string;
                        products: {
                            /** @description The shop's own; it comes back with the score. */
                            id: string;
                            title: string;
                            brand?: string | null;
                            category?: string | null;
                            price?: number | null;
                            attributes?: {
                                [key: string]: string;
                            };
                        }[];
                    };
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The model that scored. */
                            model: string;
                            /** @description The lowest that its scores can be. */
                            scoreMin: number;
                            scoreMax: number;
                            /** @description What of the query was read otherwise, and by which rule. */
                            rewrites: {
                                from: string;
                                to: string;
                                rule: string;
                            }[];
                            /** @description How long scoring took. */
                            milliseconds: number;
                            /** @description In the order of the request. */
                            scores: {
                                id: string;
                                score: number;
                            }[];
                            /** @description The ids, best first; equal scores stay in the order of the request. */
                            order: string[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a result list in the order of its scores; whatever else a product holds stays with it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description What was searched.
                         * @example whte ceiling fan 52in
                         */
                        query: string;
                        products: ({
                            /** @description The shop's own; it comes back with the score. */
                            id: string;
                            title: string;
                            brand?: string | null;
                            category?: string | null;
                            price?: number | null;
                            attributes?: {
                                [key: string]: string;
                            };
                        } & {
                            [key: string]: unknown;
                        })[];
                        /** @description Only so many, of the best. */
                        limit?: number;
                    };
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The model that scored. */
                            model: string;
                            /** @description The lowest that its scores can be. */
                            scoreMin: number;
                            scoreMax: number;
                            /** @description What of the query was read otherwise, and by which rule. */
                            rewrites: {
                                from: string;
                                to: string;
                                rule: string;
                            }[];
                            /** @description How long scoring took. */
                            milliseconds: number;
                            products: ({
                                score: number;
                                /** @description Its place before, from 1. */
                                was: number;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds products of the catalog by words and by vectors, and puts them in the order of the champion's scores. */
        get: {
            parameters: {
                query: {
                    /**
                     * @description What was searched.
                     * @example whte ceiling fan 52in
                     */
                    q: string;
                    /** @description At most so many products; 25 unless said. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            query: string;
                            reading: {
                                /** @description What was searched for. */
                                words: string[];
                                /** @description What of the query was read otherwise, and by which rule. */
                                rewrites: {
                                    from: string;
                                    to: string;
                                    rule: string;
                                }[];
                            };
                            /** @description Best first. */
                            products: {
                                productId: string;
                                title: string;
                                brand: string | null;
                                category: string | null;
                                price: number | null;
                                score: number;
                            }[];
                            facets: {
                                brand: {
                                    value: string;
                                    count: number;
                                }[];
                                category: {
                                    value: string;
                                    count: number;
                                }[];
                            };
                            /** @description How many products were found and scored; facets count these. */
                            found: number;
                            /** @description How many products the catalog has. */
                            searched: number;
                            /** @description The model that scored. */
                            model: string;
                            /** @description The lowest that its scores can be. */
                            scoreMin: number;
                            scoreMax: number;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds the products of the catalog that are most like one of it: by title, or by who chooses them. */
        get: {
            parameters: {
                query: {
                    /** @description The product's id. */
                    product: string;
                    /** @description Likeness of titles, unless said, or of the vectors that a two-tower model has learned from what visitors chose. */
                    by?: "titles" | "towers";
                    /** @description At most so many products; 25 unless said. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            productId: string;
                            title: string;
                            /** @enum {string} */
                            by: "titles" | "towers";
                            /** @description The two-tower model whose vectors are compared; null by titles. */
                            model: string | null;
                            /** @description The space that their vectors are compared in. */
                            space: string;
                            /** @description The most alike first. */
                            products: {
                                productId: string;
                                title: string;
                                brand: string | null;
                                category: string | null;
                                price: number | null;
                                /** @description The cosine of both vectors. */
                                likeness: number;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recognised": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a product was recognised as by picture and title, and the products that look and read most like it. */
        get: {
            parameters: {
                query: {
                    /** @description The product's id. */
                    product: string;
                    /** @description At most so many products; 25 unless said. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            productId: string;
                            title: string;
                            /** @description The hybrid model that recognised it. */
                            model: string;
                            /** @description The likeliest category; null where there was nothing to see or read. */
                            category: string | null;
                            /** @description How likely that category is, from 0 to 1. */
                            probability: number;
                            /** @description Whether there was a picture that could be used. */
                            seesPicture: boolean;
                            /** @description Why the picture could not be used, or what was done to it. */
                            note: string | null;
                            /** @description The space that their vectors are compared in. */
                            space: string;
                            /** @description The most alike first. */
                            products: {
                                productId: string;
                                title: string;
                                brand: string | null;
                                category: string | null;
                                price: number | null;
                                /** @description The cosine of both vectors. */
                                likeness: number;
                                recognised: {
                                    /** @description The likeliest category; null where there was nothing to see or read. */
                                    category: string | null;
                                    /** @description How likely that category is, from 0 to 1. */
                                    probability: number;
                                };
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The products of the catalog in the plane, those with titles that are alike near one another. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Whether it is of the catalog as it is, and of what the champion makes of it. */
                            isCurrent: boolean;
                            progress: {
                                /** @description From 0 to 1. */
                                share: number;
                                /** @description What is being done. */
                                doing: string;
                            } | null;
                            /** @description The space of the vectors that were drawn. */
                            space: string;
                            /** @description Of the catalog: another one when products, titles or categories change. */
                            version: string;
                            /** @description How many the catalog has. */
                            products: number;
                            /** @description How many of them are on the map; 100,000 at most. */
                            shown: number;
                            /** @description How many of those were laid out together; others lie where their nearest do. */
                            fitted: number;
                            /** @description How well the vectors tell categories apart. */
                            separations: {
                                /**
                                 * @description A department is what stands before the first > of a category.
                                 * @enum {string}
                                 */
                                by: "department" | "category";
                                /** @description How many there are. */
                                groups: number;
                                /** @description How many products were measured. */
                                measured: number;
                                /** @description The mean silhouette over cosine distance, from -1 to 1. */
                                silhouette: number;
                                /** @description That of groups of the same sizes, drawn by chance. */
                                silhouetteByChance: number;
                                /** @description The share of products whose nearest other one is of their group. */
                                agreement: number;
                                agreementByChance: number;
                            }[];
                            categories: string[];
                            /** @description By columns: each list has one value for every product shown. */
                            points: {
                                id: string[];
                                title: string[];
                                category: number[];
                                x: number[];
                                y: number[];
                            };
                        };
                    };
                };
                /** @description No map is there yet. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            progress: {
                                /** @description From 0 to 1. */
                                share: number;
                                /** @description What is being done. */
                                doing: string;
                            };
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recommend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recommends products of the catalog for a query, or for a visitor by what they chose last. */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description What was searched.
                     * @example whte ceiling fan 52in
                     */
                    q?: string;
                    /** @description The visitor, as the shop names them; instead of q. */
                    user?: string;
                    /** @description At most so many products; 25 unless said. */
                    top_k?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Likeness to the query, to what the visitor chose last, or, for somebody unknown, what all chose.
                             * @enum {string}
                             */
                            by: "query" | "history" | "popularity";
                            /** @description The two-tower model in use; null while vectors of titles answer. */
                            model: string | null;
                            /** @description The space that vectors were compared in. */
                            space: string;
                            /** @description Best first. */
                            products: {
                                productId: string;
                                title: string;
                                brand: string | null;
                                category: string | null;
                                price: number | null;
                                /** @description Of a model the logarithm of odds, else a cosine, or how often it was chosen. */
                                score: number;
                                /** @description What a model's score is the sum of, and what is nearest of the visitor's history. */
                                why: {
                                    /** @description What visitor or query and product have in common. */
                                    towers: number;
                                    /** @description How often the product is chosen at all. */
                                    popularity: number;
                                    /** @description That the visitor chose it before. */
                                    again: number;
                                    /** @description How much less the first would be without what the product's title, brand and category say. */
                                    attributes: {
                                        title: number;
                                        brand: number;
                                        category: number;
                                    };
                                    nearest: {
                                        productId: string;
                                        title: string;
                                        likeness: number;
                                        shared: ("brand" | "category")[];
                                    } | null;
                                } | null;
                            }[];
                            /** @description What the visitor chose last, the latest first; only a two-tower model recommends of it again. */
                            history: {
                                productId: string;
                                title: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why products get the scores that they get for a query, and why each is above the next. */
        get: {
            parameters: {
                query: {
                    /** @description What was searched. */
                    query: string;
                    /** @description Once for each product of the search. */
                    title?: string[];
                    /** @description In place of titles: the ids of products that /api/search finds, as it scores them. */
                    product?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            model: string;
                            scoreMin: number;
                            scoreMax: number;
                            query: string;
                            reading: {
                                words: string[];
                                /** @description What of the query was read otherwise, and by which rule. */
                                rewrites: {
                                    from: string;
                                    to: string;
                                    rule: string;
                                }[];
                            };
                            /** @description Best first. */
                            products: {
                                title: string;
                                score: number;
                                /** @description What each word of the query meets. */
                                matches: {
                                    query: {
                                        word: string;
                                        /** @description What stood in the text. */
                                        written: string;
                                        /** @description The rules that made the word of it. */
                                        rewrites: string[];
                                    };
                                    /** @description How the word meets the title: exact, stem, compound, number, part, edit; or conflict, none. */
                                    rule: string;
                                    title: {
                                        word: string;
                                        /** @description What stood in the text. */
                                        written: string;
                                        /** @description The rules that made the word of it. */
                                        rewrites: string[];
                                    }[];
                                    isStopWord: boolean;
                                }[];
                                /** @description Words of the title that nothing asks for. */
                                unmatched: {
                                    word: string;
                                    /** @description What stood in the text. */
                                    written: string;
                                    /** @description The rules that made the word of it. */
                                    rewrites: string[];
                                }[];
                                /** @description What the score is without a piece of the query. */
                                without: {
                                    piece: string;
                                    score: number;
                                    adds: number;
                                }[];
                                productId?: string;
                                /** @description What each feature adds, heaviest first, where the kind of model can tell. */
                                contributions?: {
                                    name: string;
                                    adds: number;
                                    says?: string;
                                    group?: string;
                                    value?: number | null;
                                }[];
                            }[];
                            /** @description Each product with the next. */
                            comparisons: {
                                by: number;
                                differences: {
                                    name: string;
                                    adds: number;
                                    says?: string;
                                    group?: string;
                                    values?: (number | null)[];
                                }[];
                            }[];
                            /** @description What contributions add to. */
                            base?: number;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stages of this process have done since it began, what waits for them, and which models score. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            phase: "starting" | "running" | "stopping";
                            champion: string | null;
                            challenger: string | null;
                            stages: {
                                name: string;
                                eventsIn: number;
                                eventsOut: number;
                                rejected: number;
                                batches: number;
                                /** @description From an event's append to the end of its batch. */
                                latencyP50Ms: number;
                                latencyP99Ms: number;
                            }[];
                            partitions: {
                                group: string;
                                topic: string;
                                partition: number;
                                /** @description Entries that wait. */
                                lag: number;
                                /** @description How long they have waited without the group having moved. */
                                stillMs: number;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/metrics/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the pipeline does, once a second: stages, rates, lag, latency, what stalls and why, as server-sent events. */
        get: {
            parameters: {
                query?: {
                    /** @description Ends after so many; goes on unless said. */
                    moments?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": {
                            /** @description Milliseconds since 1970 UTC. */
                            time: number;
                            /** @enum {string} */
                            phase: "starting" | "running" | "stopping";
                            /** @description Whether it does its work, as /readyz says. */
                            isReady: boolean;
                            /** @description Why it does not, or where it stalls. */
                            reasons: string[];
                            champion: string | null;
                            challenger: string | null;
                            /** @description Whether this process runs stages; if not, they are told as the log knows them. */
                            runsStages: boolean;
                            /** @description What can't be known here, in sentences. */
                            unknown: string[];
                            /** @description In the order of the stream. */
                            stages: {
                                name: string;
                                /** @description The consumer group by which it is fed. */
                                group: string;
                                /** @description The topics that it reads. */
                                from: string[];
                                /** @description The topics that it writes; none where it is the end of a branch. */
                                to: string[];
                                /** @description Whether its input comes in memory from the stage before, and not from a topic. */
                                isInMemory: boolean;
                                /** @description Since the process began; null where another process runs the stage. */
                                eventsIn: number | null;
                                eventsOut: number | null;
                                /** @description Over the last seconds; null where that is not known yet. */
                                inPerSecond: number | null;
                                outPerSecond: number | null;
                                /** @description Entries that wait for it; null where its group never began. */
                                lag: number | null;
                                /** @description From an event's append to the end of its batch, over the last seconds; null without any. */
                                latencyP50Ms: number | null;
                                latencyP99Ms: number | null;
                                /** @description Events that it could not read or process. */
                                deadLetters: number | null;
                                /** @description How long what waits has waited without the group having moved. */
                                stillSeconds: number;
                                /** @description Why it is not as it should be; none while it is. */
                                reasons: string[];
                            }[];
                            topics: {
                                name: string;
                                /** @description Entries that were ever appended, over all partitions. */
                                end: number;
                                /** @description Entries appended a second, over the last seconds. */
                                perSecond: number | null;
                            }[];
                            /** @description Entries of the topic of dead letters; null where it was not seen yet. */
                            deadLetters: number | null;
                            memory: {
                                rssBytes: number;
                                heapBytes: number;
                            };
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How good live scores are: errors and ranking with intervals, over time, by slice, beside BM25 and chance. */
        get: {
            parameters: {
                query?: {
                    /** @description How far back; 1d unless said. */
                    window?: "15m" | "1h" | "1d" | "7d" | "30d" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            window: "15m" | "1h" | "1d" | "7d" | "30d" | "all";
                            report: {
                                /** @description Milliseconds since 1970 UTC. */
                                from: number;
                                to: number;
                                /** @description Judged pairs of that time; of more than 200,000 only some whole searches were looked at. */
                                pairs: number;
                                /** @description Judged pairs left out because their grades are of another range. */
                                otherRanges: number;
                                labelMin: number;
                                labelMax: number;
                                /** @description The scores that counted, whichever model gave them. */
                                live: {
                                    /** @description null where it can't be told, as NDCG where no two grades of a search differ. */
                                    figures: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number | null;
                                        mae: number | null;
                                        bias: number | null;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    };
                                    /** @description 95 % confidence intervals, from resampling searches. */
                                    intervals: {
                                        rmse: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        bias: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        pearson: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    };
                                };
                                /** @description The same by stretches of time; those without a judged search are left out. */
                                overTime: {
                                    from: number;
                                    to: number;
                                    models: string[];
                                    /** @description null where it can't be told, as NDCG where no two grades of a search differ. */
                                    figures: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number | null;
                                        mae: number | null;
                                        bias: number | null;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    };
                                    /** @description 95 % confidence intervals, from resampling searches. */
                                    intervals: {
                                        rmse: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        bias: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        pearson: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    };
                                }[];
                                /** @description Mean score against mean grade by tenths of the label range, with the interval of the mean grade. */
                                calibration: {
                                    from: number;
                                    to: number;
                                    pairs: number;
                                    meanScore: number;
                                    meanGrade: number;
                                    interval: {
                                        low: number;
                                        high: number;
                                    } | null;
                                }[];
                                /** @description Brands and categories are the ten with the most pairs; slices of products have no ranking. */
                                slices: {
                                    slice: string;
                                    value: string;
                                    /** @description null where it can't be told, as NDCG where no two grades of a search differ. */
                                    figures: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number | null;
                                        mae: number | null;
                                        bias: number | null;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    };
                                    /** @description 95 % confidence intervals, from resampling searches. */
                                    intervals: {
                                        rmse: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        bias: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        pearson: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    };
                                }[];
                                /** @description By the model that scored, the one that scored last first. */
                                models: {
                                    model: string;
                                    lastAt: number;
                                    /** @description null where it can't be told, as NDCG where no two grades of a search differ. */
                                    figures: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number | null;
                                        mae: number | null;
                                        bias: number | null;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    };
                                    /** @description 95 % confidence intervals, from resampling searches. */
                                    intervals: {
                                        rmse: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        bias: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        pearson: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    };
                                }[];
                                /** @description The newest two models that scored the very same searches. */
                                beside: {
                                    champion: string;
                                    challenger: string;
                                    ofChampion: {
                                        /** @description null where it can't be told, as NDCG where no two grades of a search differ. */
                                        figures: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number | null;
                                            mae: number | null;
                                            bias: number | null;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        };
                                        /** @description 95 % confidence intervals, from resampling searches. */
                                        intervals: {
                                            rmse: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            bias: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            pearson: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        };
                                    };
                                    ofChallenger: {
                                        /** @description null where it can't be told, as NDCG where no two grades of a search differ. */
                                        figures: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number | null;
                                            mae: number | null;
                                            bias: number | null;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        };
                                        /** @description 95 % confidence intervals, from resampling searches. */
                                        intervals: {
                                            rmse: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            bias: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            pearson: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        };
                                    };
                                    difference: {
                                        rmse: {
                                            /** @description The champion's. */
                                            first: number;
                                            /** @description The challenger's. */
                                            second: number;
                                            /** @description Challenger less champion. */
                                            difference: number;
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } | null;
                                        mae: {
                                            /** @description The champion's. */
                                            first: number;
                                            /** @description The challenger's. */
                                            second: number;
                                            /** @description Challenger less champion. */
                                            difference: number;
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } | null;
                                        ndcg10: {
                                            /** @description The champion's. */
                                            first: number;
                                            /** @description The challenger's. */
                                            second: number;
                                            /** @description Challenger less champion. */
                                            difference: number;
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } | null;
                                        mrr: {
                                            /** @description The champion's. */
                                            first: number;
                                            /** @description The challenger's. */
                                            second: number;
                                            /** @description Challenger less champion. */
                                            difference: number;
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } | null;
                                    };
                                } | null;
                                /** @description What needs no model, on the same searches: the mean grade, a random order, BM25 of the titles. */
                                references: {
                                    constant: {
                                        value: number;
                                        rmse: number;
                                        mae: number;
                                    };
                                    random: {
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    };
                                    bm25: {
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    };
                                };
                            } | null;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables and views with their columns, the functions, and the saved questions. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            tables: {
                                name: string;
                                /** @enum {string} */
                                kind: "table" | "view";
                                doc: string;
                                columns: {
                                    name: string;
                                    type: string;
                                    doc: string;
                                }[];
                            }[];
                            functions: {
                                name: string;
                                doc: string;
                            }[];
                            saved: {
                                name: string;
                                doc: string;
                                sql: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Answers one SELECT from the tables; Accept chooses JSON, text/csv, an Arrow stream or a Parquet file. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description One statement that reads, in the SQL of DuckDB. */
                        sql?: string;
                        /**
                         * @description A question that comes with the program, instead.
                         * @enum {string}
                         */
                        saved?: "worst-queries" | "lowest-scores" | "zero-results" | "most-searched" | "click-through-by-position" | "shown-never-clicked" | "score-drift-by-day" | "model-quality" | "quality-by-slice" | "model-against-model" | "largest-errors" | "spelling" | "searches-by-hour" | "dead-letters";
                        /** @description Most rows; 1000 unless said in JSON, else all. */
                        limit?: number;
                    };
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            columns: {
                                name: string;
                                type: string;
                            }[];
                            /** @description A value per column, in their order. */
                            rows: unknown[][];
                            /** @description Whether there are more rows. */
                            isTruncated: boolean;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every trained model, oldest first, and which one scores. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            champion: string | null;
                            challenger: string | null;
                            models: ({
                                reference: string;
                                kind: string;
                                /** @description Milliseconds since 1970 UTC. */
                                trainedAt: number;
                                scoreMin: number;
                                scoreMax: number;
                                seed: number;
                                trainingMs: number;
                                /** @description Of processor time. */
                                msPerThousandScores: number;
                                data: {
                                    from: string;
                                    hash: string;
                                    rows: number;
                                    queries: number;
                                    /** @enum {string} */
                                    split: "rows" | "queries" | "both";
                                } & {
                                    [key: string]: unknown;
                                };
                                metrics: {
                                    train: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    validation: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    test: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    seen?: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    unseen?: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    /** @description Where the figures of the test lie with 95 % confidence. */
                                    intervals?: {
                                        test?: {
                                            rmse?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        seen?: {
                                            rmse?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        unseen?: {
                                            rmse?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                config?: {
                                    [key: string]: unknown;
                                };
                                /** @description The champion when it was trained. */
                                parent?: string;
                                /** @description Models and encoders within it. */
                                builtFrom?: string[];
                                /** @description The model that lends its embedder. */
                                embedder?: string;
                                sizeBytes?: number;
                                programVersion?: string;
                                /** @description By epoch; empty for kinds that don't learn by epochs. */
                                learningCurve?: {
                                    epoch: number;
                                    trainingLoss: number;
                                    validationLoss: number;
                                    learningRate: number;
                                }[];
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{reference}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is known of a model: what it learned from, how good it is, what it costs. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Such as ridge-3.
                     * @example ridge-3
                     */
                    reference: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            reference: string;
                            kind: string;
                            /** @description Milliseconds since 1970 UTC. */
                            trainedAt: number;
                            scoreMin: number;
                            scoreMax: number;
                            seed: number;
                            trainingMs: number;
                            /** @description Of processor time. */
                            msPerThousandScores: number;
                            data: {
                                from: string;
                                hash: string;
                                rows: number;
                                queries: number;
                                /** @enum {string} */
                                split: "rows" | "queries" | "both";
                            } & {
                                [key: string]: unknown;
                            };
                            metrics: {
                                train: {
                                    pairs: number;
                                    searches: number;
                                    rmse: number;
                                    mse: number;
                                    mae: number;
                                    bias: number;
                                    pearson: number | null;
                                    ndcg10: number | null;
                                    mrr: number | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                validation: {
                                    pairs: number;
                                    searches: number;
                                    rmse: number;
                                    mse: number;
                                    mae: number;
                                    bias: number;
                                    pearson: number | null;
                                    ndcg10: number | null;
                                    mrr: number | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                test: {
                                    pairs: number;
                                    searches: number;
                                    rmse: number;
                                    mse: number;
                                    mae: number;
                                    bias: number;
                                    pearson: number | null;
                                    ndcg10: number | null;
                                    mrr: number | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                seen?: {
                                    pairs: number;
                                    searches: number;
                                    rmse: number;
                                    mse: number;
                                    mae: number;
                                    bias: number;
                                    pearson: number | null;
                                    ndcg10: number | null;
                                    mrr: number | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                unseen?: {
                                    pairs: number;
                                    searches: number;
                                    rmse: number;
                                    mse: number;
                                    mae: number;
                                    bias: number;
                                    pearson: number | null;
                                    ndcg10: number | null;
                                    mrr: number | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                /** @description Where the figures of the test lie with 95 % confidence. */
                                intervals?: {
                                    test?: {
                                        rmse?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    seen?: {
                                        rmse?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    unseen?: {
                                        rmse?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mae?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        ndcg10?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                        mrr?: {
                                            low: number;
                                            high: number;
                                        } | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            /** @enum {string|null} */
                            role: "champion" | "challenger" | "previous-champion" | null;
                            config?: {
                                [key: string]: unknown;
                            };
                            /** @description The champion when it was trained. */
                            parent?: string;
                            /** @description Models and encoders within it. */
                            builtFrom?: string[];
                            /** @description The model that lends its embedder. */
                            embedder?: string;
                            sizeBytes?: number;
                            programVersion?: string;
                            /** @description By epoch; empty for kinds that don't learn by epochs. */
                            learningCurve?: {
                                epoch: number;
                                trainingLoss: number;
                                validationLoss: number;
                                learningRate: number;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sets models beside the champion where it is among them, else beside the first, on rows that neither learned from. */
        get: {
            parameters: {
                query: {
                    /** @description Once for each model. */
                    model: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            models: ({
                                reference: string;
                                kind: string;
                                /** @description Milliseconds since 1970 UTC. */
                                trainedAt: number;
                                scoreMin: number;
                                scoreMax: number;
                                seed: number;
                                trainingMs: number;
                                /** @description Of processor time. */
                                msPerThousandScores: number;
                                data: {
                                    from: string;
                                    hash: string;
                                    rows: number;
                                    queries: number;
                                    /** @enum {string} */
                                    split: "rows" | "queries" | "both";
                                } & {
                                    [key: string]: unknown;
                                };
                                metrics: {
                                    train: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    validation: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    test: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    seen?: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    unseen?: {
                                        pairs: number;
                                        searches: number;
                                        rmse: number;
                                        mse: number;
                                        mae: number;
                                        bias: number;
                                        pearson: number | null;
                                        ndcg10: number | null;
                                        mrr: number | null;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    /** @description Where the figures of the test lie with 95 % confidence. */
                                    intervals?: {
                                        test?: {
                                            rmse?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        seen?: {
                                            rmse?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        unseen?: {
                                            rmse?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mae?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            ndcg10?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                            mrr?: {
                                                low: number;
                                                high: number;
                                            } | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                    };
                                } & {
                                    [key: string]: unknown;
                                };
                                config?: {
                                    [key: string]: unknown;
                                };
                                /** @description The champion when it was trained. */
                                parent?: string;
                                /** @description Models and encoders within it. */
                                builtFrom?: string[];
                                /** @description The model that lends its embedder. */
                                embedder?: string;
                                sizeBytes?: number;
                                programVersion?: string;
                                /** @description By epoch; empty for kinds that don't learn by epochs. */
                                learningCurve?: {
                                    epoch: number;
                                    trainingLoss: number;
                                    validationLoss: number;
                                    learningRate: number;
                                }[];
                            } & {
                                [key: string]: unknown;
                            })[];
                            comparisons: {
                                first: string;
                                second: string;
                                slices?: {
                                    /** @enum {string} */
                                    slice: "all" | "seen_query" | "query_words";
                                    value: string;
                                    pairs: number;
                                    searches: number;
                                    figures: {
                                        rmse: ({
                                            first: number;
                                            second: number;
                                            /** @description Second less first. */
                                            difference: number;
                                            /** @description Where the difference lies, 95 %. */
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } & {
                                            [key: string]: unknown;
                                        }) | null;
                                        mae: ({
                                            first: number;
                                            second: number;
                                            /** @description Second less first. */
                                            difference: number;
                                            /** @description Where the difference lies, 95 %. */
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } & {
                                            [key: string]: unknown;
                                        }) | null;
                                        ndcg10: ({
                                            first: number;
                                            second: number;
                                            /** @description Second less first. */
                                            difference: number;
                                            /** @description Where the difference lies, 95 %. */
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } & {
                                            [key: string]: unknown;
                                        }) | null;
                                        mrr: ({
                                            first: number;
                                            second: number;
                                            /** @description Second less first. */
                                            difference: number;
                                            /** @description Where the difference lies, 95 %. */
                                            interval: {
                                                low: number;
                                                high: number;
                                            };
                                        } & {
                                            [key: string]: unknown;
                                        }) | null;
                                    };
                                }[];
                                tooSmall?: {
                                    slice: string;
                                    value: string;
                                    searches: number;
                                }[];
                                notes?: string[];
                                /** @description Why the two can't be compared; the rest is left out then. */
                                reason?: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/ladder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models side by side, best first: one ladder for each set of rows, split and seed that models were trained on. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ladders: {
                                from: string;
                                rows: number;
                                queries: number;
                                /** @enum {string} */
                                split: "rows" | "queries" | "both";
                                seed: number;
                                /** @description The model that says the mean grade of every pair. */
                                lineToBeat: string | null;
                                /** @description By the error on the validation rows, lowest first. */
                                models: ({
                                    reference: string;
                                    kind: string;
                                    /** @description Milliseconds since 1970 UTC. */
                                    trainedAt: number;
                                    scoreMin: number;
                                    scoreMax: number;
                                    seed: number;
                                    trainingMs: number;
                                    /** @description Of processor time. */
                                    msPerThousandScores: number;
                                    data: {
                                        from: string;
                                        hash: string;
                                        rows: number;
                                        queries: number;
                                        /** @enum {string} */
                                        split: "rows" | "queries" | "both";
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    metrics: {
                                        train: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number;
                                            mse: number;
                                            mae: number;
                                            bias: number;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        validation: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number;
                                            mse: number;
                                            mae: number;
                                            bias: number;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        test: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number;
                                            mse: number;
                                            mae: number;
                                            bias: number;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        seen?: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number;
                                            mse: number;
                                            mae: number;
                                            bias: number;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        unseen?: {
                                            pairs: number;
                                            searches: number;
                                            rmse: number;
                                            mse: number;
                                            mae: number;
                                            bias: number;
                                            pearson: number | null;
                                            ndcg10: number | null;
                                            mrr: number | null;
                                        } & {
                                            [key: string]: unknown;
                                        };
                                        /** @description Where the figures of the test lie with 95 % confidence. */
                                        intervals?: {
                                            test?: {
                                                rmse?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                mae?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                ndcg10?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                mrr?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                            } & {
                                                [key: string]: unknown;
                                            };
                                            seen?: {
                                                rmse?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                mae?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                ndcg10?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                mrr?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                            } & {
                                                [key: string]: unknown;
                                            };
                                            unseen?: {
                                                rmse?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                mae?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                ndcg10?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                                mrr?: {
                                                    low: number;
                                                    high: number;
                                                } | null;
                                            } & {
                                                [key: string]: unknown;
                                            };
                                        };
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    config?: {
                                        [key: string]: unknown;
                                    };
                                    /** @description The champion when it was trained. */
                                    parent?: string;
                                    /** @description Models and encoders within it. */
                                    builtFrom?: string[];
                                    /** @description The model that lends its embedder. */
                                    embedder?: string;
                                    sizeBytes?: number;
                                    programVersion?: string;
                                    /** @description By epoch; empty for kinds that don't learn by epochs. */
                                    learningCurve?: {
                                        epoch: number;
                                        trainingLoss: number;
                                        validationLoss: number;
                                        learningRate: number;
                                    }[];
                                } & {
                                    [key: string]: unknown;
                                })[];
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every release, newest first: when, of which role, from which model to which, who wanted it and why. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            releases: {
                                /** @description Milliseconds since 1970 UTC. */
                                time: number;
                                /** @enum {string} */
                                role: "champion" | "challenger" | "previous-champion";
                                from: string | null;
                                to: string | null;
                                /** @description Why, and who wanted it. */
                                reason: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{reference}/gate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the gate finds of a model against the champion; changes nothing. */
        get: {
            parameters: {
                query?: {
                    /** @description How long 1,000 scores may take, ms; 100 unless said. */
                    budgetMs?: number;
                };
                header?: never;
                path: {
                    /**
                     * @description Such as ridge-3.
                     * @example ridge-3
                     */
                    reference: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            champion: string | null;
                            isPassed: boolean;
                            checks: {
                                what: string;
                                isPassed: boolean;
                                found: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{reference}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a model the champion when the gate lets it through; it scores from the next batch on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Such as ridge-3.
                     * @example ridge-3
                     */
                    reference: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description How long 1,000 scores may take, ms; 100 unless said. */
                        budgetMs?: number;
                        /** @description Why it is promoted whatever the gate finds; kept with the release. */
                        force?: string;
                    } | null;
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            champion: string;
                            checks: {
                                what: string;
                                isPassed: boolean;
                                found: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the champion before this one the champion again; another rollback returns. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            champion: string;
                            before: string;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{reference}/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a model the challenger: it is scored beside the champion, and changes nothing. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Such as ridge-3.
                     * @example ridge-3
                     */
                    reference: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            challenger: string;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the challenger back. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            withdrawn: string;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not be read or processed, newest first; by stage, topic or reason, a page at a time. */
        get: {
            parameters: {
                query?: {
                    /** @description What failed: decode, or the name of a stage. */
                    stage?: string;
                    /** @description The topic that the record was read from. */
                    topic?: string;
                    /** @description As a letter has it: its error with # for the figures. */
                    reason?: string;
                    /** @description At most so many; 50 unless said. */
                    limit?: number;
                    /** @description Where the last answer ended, as it says in next. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            letters: {
                                id: string;
                                topic: string;
                                partition: number;
                                offset: number;
                                key: string | null;
                                /** @description When the record was appended to its topic, milliseconds since 1970 UTC. */
                                time: number;
                                /** @description When it was refused. */
                                diedAt: number;
                                stage: string;
                                error: string;
                                /** @description The error without its figures: what letters of one cause have in common. */
                                reason: string;
                                /** @description How many bytes the record has. */
                                bytes: number;
                            }[];
                            /** @description The cursor of the next page; null on the last. */
                            next: string | null;
                            /** @description So many letters were looked at: 20000 at most, then go on with next. */
                            looked: number;
                            /** @description Letters are kept since then, milliseconds since 1970 UTC. */
                            since: number;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the newest dead letters died of, and how many of each, most frequent first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            reasons: {
                                stage: string;
                                topic: string;
                                /** @description The error with # for its figures. */
                                reason: string;
                                letters: number;
                                /** @description When the last of them was refused, milliseconds since 1970 UTC. */
                                newest: number;
                            }[];
                            /** @description So many letters were looked at, 20000 at most. */
                            looked: number;
                            /** @description Whether these are all letters that there are. */
                            isWhole: boolean;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dead letter: its record read as far as that goes, its bytes, and where and why they can't be read on. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Such as searches-2-1041.
                     * @example searches-2-1041
                     */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            topic: string;
                            partition: number;
                            offset: number;
                            key: string | null;
                            /** @description When the record was appended to its topic, milliseconds since 1970 UTC. */
                            time: number;
                            /** @description When it was refused. */
                            diedAt: number;
                            stage: string;
                            error: string;
                            /** @description The error without its figures: what letters of one cause have in common. */
                            reason: string;
                            /** @description How many bytes the record has. */
                            bytes: number;
                            /** @description What stood beside the record. */
                            headers: {
                                [key: string]: string;
                            };
                            /**
                             * @description What the bytes were read as.
                             * @enum {string}
                             */
                            kind: "avro" | "json" | "text" | "bytes";
                            /** @description The schema that they name. */
                            schemaId: number | null;
                            /** @description What they hold, as far as it could be read; null where that is nothing. */
                            event: unknown;
                            fault: {
                                /** @description The first byte that is wrong, counted from 0. */
                                at: number;
                                /** @description The field that stands there, such as products[2].title. */
                                path: string;
                                why: string;
                            } | null;
                            /** @description Where each value of the event stands in the bytes, the end excluded; of very many the first. */
                            parts: {
                                path: string;
                                from: number;
                                to: number;
                            }[];
                            /** @description The bytes, two digits each; the first 65536 of more. */
                            hex: string;
                            /** @description Whether a corrected event can be sent in its place. */
                            isFixable: boolean;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/{id}/fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a corrected event to the topic of a dead letter in the place of its record, once. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Such as searches-2-1041.
                     * @example searches-2-1041
                     */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The event as JSON, as POST /api/events takes it. */
                        event: unknown;
                        /** @description Only says whether it is an event of that topic. */
                        isTrial?: boolean;
                    };
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description known: the letter was sent again before, and nothing was sent now. sound: a trial that can be sent.
                             * @enum {string}
                             */
                            status: "sent" | "known" | "sound";
                            topic: string;
                            eventId: string;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the records of dead letters to their topics again as they are, each once: some by id, or all of a kind. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description These, and nothing else is said. */
                        ids?: string[];
                        /** @description What failed: decode, or the name of a stage. */
                        stage?: string;
                        /** @description The topic that the record was read from. */
                        topic?: string;
                        /** @description As a letter has it: its error with # for the figures. */
                        reason?: string;
                        /** @description Every dead letter, where no id, stage, topic or reason is said. */
                        all?: boolean;
                        /** @description Where the last answer ended, as it says in next. */
                        cursor?: string;
                    };
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            found: number;
                            /** @description Of these, so many were sent now; the others were before. */
                            sent: number;
                            /** @description Ids that no dead letter has. */
                            unknown: string[];
                            /** @description There are more: the cursor to go on with; null where all were sent. */
                            next: string | null;
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a user out of all answers at once and out of the tables' files soon; says what is left where until when. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The user, as the shop names them. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What stands for the user in the tables. */
                            user: string;
                            /** @description Rows that were sent until then are hidden for good. */
                            erasedAt: string;
                            /** @description Rows of each table that are hidden now. */
                            hidden: {
                                [key: string]: number;
                            };
                            /** @description What may hold events of the user, until when. */
                            topics: {
                                topic: string;
                                until: string;
                            }[];
                            notes: string[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes searches, interactions, labels and products, one or many; an id that was sent before changes nothing. */
        post: {
            parameters: {
                query?: {
                    /** @description The topic of events that name none. */
                    topic?: "searches" | "labels" | "interactions" | "catalog";
                    /** @description Where they come from; http or ubi unless said. */
                    source?: string;
                    /** @description The events are ubi_queries and ubi_events of OpenSearch. */
                    preset?: "ubi";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": unknown;
                    "application/x-ndjson": unknown;
                    "application/jsonl": unknown;
                    "application/avro": unknown;
                    "avro/binary": unknown;
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description So many are in the log now, safe on disk. */
                            accepted: number;
                            /** @description So many were in the log before. */
                            known: number;
                            refused: number;
                            /** @description So many have no place among the events: page views, for one. */
                            skipped: number;
                            /** @description What became of each, in the order they were sent. */
                            events: {
                                /** @enum {string} */
                                status: "accepted" | "known" | "refused" | "skipped";
                                /** @enum {string} */
                                topic?: "searches" | "labels" | "interactions" | "catalog";
                                id?: string;
                                /** @description What of it was left out. */
                                note?: string;
                                /** @description Why it is not taken, and what to do. */
                                reason?: string;
                            }[];
                        };
                    };
                };
                /** @description What is wrong, and what to do. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What is wrong, and what to do. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @description Where the problem is described. */
            type: string;
            /** @description What kind of problem it is. */
            title: string;
            status: number;
            /** @description What happened, and what to do. */
            detail: string;
            /** @description The name of the problem, for programs. */
            code: string;
            /** @description What of the request is wrong, and where: a JSON pointer into body, query or path. */
            faults?: {
                where: string;
                what: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
