"""tmp"""
def with_evidence(query: str) -> str:
    return query
