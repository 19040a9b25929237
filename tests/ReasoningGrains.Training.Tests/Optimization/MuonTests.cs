using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Optimization;

public sealed class MuonTests
{
    private const double Rate = 1e-2;
    private const double Decay = 0.1;

    [Theory]
    [InlineData(24, 24)]
    [InlineData(16, 40)]
    [InlineData(40, 16)]
    public void An_orthogonal_matrix_keeps_the_singular_vectors_and_loses_the_values(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var matrix = randn(rows, columns, generator: new Generator(7));
        var (u, values, v) = linalg.svd(matrix, fullMatrices: false);
        var turned = u.t().mm(Muon.Orthogonal(matrix)).mm(v.t());
        var rest = (turned - diag(turned.diagonal())).abs().max().ToSingle();
        Assert.True(rest < 1e-4, $"{rest}");
        // Singular values far below the largest may stay small after five iterations; those of a random matrix do not.
        var great = turned.diagonal()[values > values.max() * 0.05].data<float>().ToArray();
        Assert.All(great, value => Assert.InRange(value, 0.65f, 1.25f));
    }

    /// <summary>By singular values, to which the iteration is a polynomial each; the optimizer multiplies matrices instead.</summary>
    [Fact]
    public void Steps_follow_the_momentum_of_each_matrix_made_orthogonal()
    {
        using var scope = NewDisposeScope();
        using var weights = new LlamaWeights(TinyRecipe.Shape);
        WeightInitializer.Fill(weights, 3);
        using var muon = new Muon(weights, new AdamWSettings(Decay), workers: 2);
        var matrices = weights.Layout.Slices.Where(s => s.Offset < weights.Layout.Decayed).SelectMany(Matrices).ToArray();
        Assert.Equal(7 * TinyRecipe.Shape.Layers, matrices.Length);
        var expected = matrices.Select(m => Of(weights.Values, m).to(float64).clone()).ToArray();
        var momenta = expected.Select(matrix => zeros_like(matrix)).ToArray();
        for (var step = 0; step < 3; step++)
        {
            weights.Gradients.copy_(randn(weights.Layout.Length, generator: new Generator((ulong)step)));
            for (var i = 0; i < matrices.Length; i++)
            {
                var gradient = Of(weights.Gradients, matrices[i]).to(float64);
                momenta[i] = (momenta[i] * 0.95) + (gradient * 0.05);
                var (u, values, v) = linalg.svd((momenta[i] * 0.95) + (gradient * 0.05), fullMatrices: false);
                var singular = values / values.norm();
                for (var turn = 0; turn < 5; turn++)
                {
                    singular = (singular * 3.4445) - (singular.pow(3) * 4.7750) + (singular.pow(5) * 2.0315);
                }

                var (_, rows, columns) = matrices[i];
                expected[i] = (expected[i] * (1 - (Rate * Decay))) - (u.mm(diag(singular)).mm(v) * Rate * 0.2 * Math.Sqrt(Math.Max(rows, columns)));
            }

            muon.Step(Rate, step);
        }

        for (var i = 0; i < matrices.Length; i++)
        {
            var worst = (Of(weights.Values, matrices[i]) - expected[i]).abs().max().ToDouble();
            Assert.True(worst < 1e-5, $"{matrices[i]}: {worst}");
        }

        Assert.Equal(0, weights.Gradients.abs().sum().ToSingle());
    }

    [Fact]
    public void What_is_no_matrix_of_a_layer_moves_as_AdamW_moves_it()
    {
        using var scope = NewDisposeScope();
        using var ours = new LlamaWeights(TinyRecipe.Shape);
        using var theirs = new LlamaWeights(TinyRecipe.Shape);
        WeightInitializer.Fill(ours, 3);
        WeightInitializer.Fill(theirs, 3);
        using var muon = new Muon(ours, new AdamWSettings(Decay), workers: 1);
        using var adam = new AdamW(theirs, new AdamWSettings(Decay));
        for (var step = 0; step < 3; step++)
        {
            ours.Gradients.copy_(randn(ours.Layout.Length, generator: new Generator((ulong)step)));
            theirs.Gradients.copy_(ours.Gradients);
            muon.Step(Rate, step);
            adam.Step(Rate, step);
        }

        var first = ours.Layout.Decayed;
        Assert.Equal(Rest(theirs), Rest(ours));

        float[] Rest(LlamaWeights weights) => weights.Values.narrow(0, first, weights.Layout.Length - first).data<float>().ToArray();
    }

    private static IEnumerable<(long Offset, long Rows, long Columns)> Matrices(ParameterSlice slice)
    {
        var offset = slice.Offset;
        foreach (var rows in slice.Parts)
        {
            yield return (offset, rows, slice.Shape[1]);
            offset += rows * slice.Shape[1];
        }
    }

    private static Tensor Of(Tensor buffer, (long Offset, long Rows, long Columns) at) => buffer.narrow(0, at.Offset, at.Rows * at.Columns).view(at.Rows, at.Columns);
}
