package dev.valence.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A {@link Shape} in libtorch's operators, with its fused attention; weights are normal with deviation 0.02. */
final class LibtorchModel {
    private static final double DROPOUT = 0.1;
    private static final int LONGEST = 512;

    private final Shape shape;
    private final boolean training;
    private final TensorVector parameters = new TensorVector();
    private final Tensor tokens;
    private final Tensor positions;
    private final Norm embeddingNorm;
    private final List<Layer> layers = new ArrayList<>();
    private final Linear pooler;
    private final Norm headNorm;
    private final Linear classes;

    /**
     * @param shape what it is
     * @param training whether anything is dropped
     */
    LibtorchModel(Shape shape, boolean training) {
        this.shape = shape;
        this.training = training;
        tokens = weight(shape.vocabulary(), shape.width());
        positions = weight(LONGEST, shape.width());
        embeddingNorm = new Norm();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(new Layer());
        }
        pooler = new Linear(shape.width(), shape.width());
        headNorm = new Norm();
        classes = new Linear(shape.width(), Shape.CLASSES);
    }

    /** All weights. */
    TensorVector parameters() {
        return parameters;
    }

    /**
     * Logits [B, C] of the first tokens.
     *
     * @param ids [B, S]
     * @param mask what is added to scores, [B, 1, 1, S]
     */
    Tensor logits(Tensor ids, Tensor mask) {
        Tensor x = torch.embedding(tokens, ids);
        if (!shape.bert()) {
            x = x.mul(new Scalar(Math.sqrt(shape.width())));
        }
        x = x.add(positions.narrow(0, 0, ids.size(1)));
        x = dropout(shape.bert() ? embeddingNorm.apply(x) : x);
        for (Layer layer : layers) {
            x = layer.apply(x, mask);
        }
        Tensor first = pooler.apply(x.select(1, 0));
        return classes.apply(shape.bert() ? dropout(first.tanh()) : headNorm.apply(first.relu()));
    }

    private Tensor weight(long... sizes) {
        Tensor weight = torch.randn(sizes).mul(new Scalar(0.02)).detach().set_requires_grad(true);
        parameters.push_back(weight);
        return weight;
    }

    private Tensor dropout(Tensor x) {
        return torch.dropout(x, DROPOUT, training);
    }

    private final class Linear {
        private final Tensor matrix;
        private final Tensor bias;

        Linear(int inputs, int outputs) {
            matrix = weight(outputs, inputs);
            bias = weight(outputs);
        }

        Tensor apply(Tensor x) {
            return torch.linear(x, matrix, new TensorOptional(bias));
        }
    }

    private final class Norm {
        private final Tensor scale = weight(shape.width());
        private final Tensor bias = weight(shape.width());

        Tensor apply(Tensor x) {
            return torch.layer_norm(
                    x,
                    new long[] {shape.width()},
                    new TensorOptional(scale),
                    new TensorOptional(bias),
                    shape.bert() ? 1e-12 : 1e-5,
                    true);
        }
    }

    private final class Layer {
        private final Linear projections = new Linear(shape.width(), 3 * shape.width());
        private final Linear output = new Linear(shape.width(), shape.width());
        private final Norm attentionNorm = new Norm();
        private final Linear inner = new Linear(shape.width(), shape.feedForward());
        private final Linear outer = new Linear(shape.feedForward(), shape.width());
        private final Norm feedForwardNorm = new Norm();

        Tensor apply(Tensor x, Tensor mask) {
            Tensor middle = attentionNorm.apply(x.add(dropout(attend(x, mask))));
            Tensor hidden = inner.apply(middle);
            hidden = shape.bert() ? torch.gelu(hidden) : dropout(torch.relu(hidden));
            return feedForwardNorm.apply(middle.add(dropout(outer.apply(hidden))));
        }

        private Tensor attend(Tensor x, Tensor mask) {
            long texts = x.size(0);
            long length = x.size(1);
            long headWidth = shape.width() / shape.heads();
            TensorVector qkv = projections.apply(x).chunk(3, 2);
            Tensor[] heads = new Tensor[3];
            for (int i = 0; i < heads.length; i++) {
                heads[i] =
                        qkv.get(i).view(texts, length, shape.heads(), headWidth).transpose(1, 2);
            }
            Tensor context = torch.scaled_dot_product_attention(
                    heads[0],
                    heads[1],
                    heads[2],
                    new TensorOptional(mask.to(heads[0].scalar_type())),
                    training && shape.bert() ? DROPOUT : 0,
                    false,
                    new DoubleOptional(),
                    false);
            return output.apply(context.transpose(1, 2).reshape(texts, length, shape.width()));
        }
    }
}
