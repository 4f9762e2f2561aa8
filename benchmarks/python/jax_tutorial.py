"""The tutorial's training loop in JAX: jax_tutorial.py SHAPE WORKLOAD BATCH THREADS

Every text is padded to 128 tokens, as the tutorial does; Adam and clipping come from Optax, the step is compiled. Time does
not depend on the texts, so a round takes only as many of them as fill two batches.
"""

import os
import sys

import peer

LENGTH = 128
DROPOUT = 0.1
BATCHES = 2


def main():
    shape, workload, size, threads = peer.Shape.parse(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(threads)])
    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax

    width, heads = shape.width, shape.heads
    keys = iter(jax.random.split(jax.random.PRNGKey(1), 1000))

    def linear(inputs, outputs):
        return {"w": 0.02 * jax.random.normal(next(keys), (inputs, outputs)), "b": jnp.zeros(outputs)}

    def norm():
        return {"scale": jnp.ones(width), "bias": jnp.zeros(width)}

    parameters = {
        "embedding": 0.02 * jax.random.normal(next(keys), (shape.vocabulary, width)),
        "layers": [
            {
                **{name: linear(width, width) for name in ("q", "k", "v", "output")},
                "inner": linear(width, shape.feed_forward),
                "outer": linear(shape.feed_forward, width),
                "norm1": norm(),
                "norm2": norm(),
            }
            for _ in range(shape.layers)
        ],
        "head": {"hidden": linear(width, width), "norm": norm(), "logits": linear(width, 2)},
    }

    def apply(layer, x):
        return x @ layer["w"] + layer["b"]

    def normalize(layer, x):
        centered = x - x.mean(-1, keepdims=True)
        return layer["scale"] * centered * jax.lax.rsqrt((centered**2).mean(-1, keepdims=True) + 1e-5) + layer["bias"]

    def drop(key, x):
        return jnp.where(jax.random.bernoulli(key, 1 - DROPOUT, x.shape), x / (1 - DROPOUT), 0)

    def attend(layer, x, mask):
        split = lambda name: apply(layer[name], x).reshape(*x.shape[:2], heads, width // heads).transpose(0, 2, 1, 3)
        scores = split("q") @ split("k").transpose(0, 1, 3, 2) / (width // heads) ** 0.5
        weights = jax.nn.softmax(jnp.where(mask[:, None, None, :], scores, -1e9))
        return apply(layer["output"], (weights @ split("v")).transpose(0, 2, 1, 3).reshape(x.shape))

    def loss(parameters, key, ids, labels):
        drops = iter(jax.random.split(key, 1 + 3 * shape.layers))
        mask = ids > 0
        x = drop(next(drops), parameters["embedding"][ids] * width**0.5)
        for layer in parameters["layers"]:
            x = normalize(layer["norm1"], x + drop(next(drops), attend(layer, x, mask)))
            hidden = drop(next(drops), jax.nn.relu(apply(layer["inner"], x)))
            x = normalize(layer["norm2"], x + drop(next(drops), apply(layer["outer"], hidden)))
        head = parameters["head"]
        logits = apply(head["logits"], normalize(head["norm"], jax.nn.relu(apply(head["hidden"], x))))[:, 0]
        return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()

    optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(1e-5))

    @jax.jit
    def step(parameters, state, key, ids, labels):
        gradients = jax.grad(loss)(parameters, key, ids, labels)
        updates, state = optimizer.update(gradients, state)
        return optax.apply_updates(parameters, updates), state

    labels, texts = peer.read_workload(workload)
    ids = np.zeros((BATCHES, size, LENGTH), np.int32)
    for i in range(BATCHES * size):
        text = texts[i % len(texts)]
        ids[i // size, i % size, : len(text)] = text
    expected = np.resize(np.array(labels, np.int32), (BATCHES, size))
    current = [parameters, optimizer.init(parameters)]
    random = jax.random.PRNGKey(2)

    def epoch():
        for batch in range(BATCHES):
            current[:] = step(*current, random, ids[batch], expected[batch])
        jax.block_until_ready(current[0])

    epoch()
    description = f"JAX {jax.__version__}, {threads} threads, padded to {LENGTH}"
    peer.serve(description, BATCHES * size, lambda: [peer.timed(epoch)])


if __name__ == "__main__":
    main()
