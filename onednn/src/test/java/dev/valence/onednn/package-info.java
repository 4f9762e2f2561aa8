/** Tests of the provider of matrix products by oneDNN. */
package dev.valence.onednn;
