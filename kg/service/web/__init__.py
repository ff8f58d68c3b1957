"""The answers over HTTP: SPARQL 1.1 Protocol, a JSON API, linked data and the explorer."""
