"""The library of regcoop: build, validate, query and describe the graph. It never knows the web."""
