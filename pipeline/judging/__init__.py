"""The judgement (研判): merge → checks → assess."""
