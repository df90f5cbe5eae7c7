"""Pages: for each, the frozen dataclass that its template may use, and the function that fills it."""
