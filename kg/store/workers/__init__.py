"""
Processes that run the queries of strangers and can be ended at any moment.

`pool` is the door: a `BoundedStore` for the site.  Behind it `supply` keeps a template process running, which
holds the graph and forks a worker whenever one is missing; `template` and `worker` are what runs in those
processes, and `messages` is what the two sides say to each other.
"""
