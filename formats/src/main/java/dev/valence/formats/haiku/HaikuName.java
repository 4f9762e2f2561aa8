package dev.valence.formats.haiku;

/**
 * Haiku's name of an array: a parameter of a module.
 *
 * @param module its path, such as {@code transformer_encoder/~/encoder_block_1/~/layer_norm}
 * @param parameter its name there, such as {@code scale}
 */
record HaikuName(String module, String parameter) {
    static final HaikuName EMBEDDINGS = new HaikuName("embeddings/~/embed", "embeddings");

    private static final String BLOCK = "transformer_encoder/~/encoder_block";

    /** Path of an encoder layer; Haiku numbers modules of the same name from the second on. */
    static String block(int layer) {
        return layer == 0 ? BLOCK : BLOCK + "_" + layer;
    }

    /** The matrix of a linear module, [inputs, outputs] as here. */
    static HaikuName weights(String module) {
        return new HaikuName(module, "w");
    }

    @Override
    public String toString() {
        return module + "/" + parameter;
    }
}
