using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Optimization;

/// <summary>
/// The layers' matrices by their momentum made orthogonal (Jordan et al. 2024, Muon), with the step as long as AdamW's so that both take one rate (Liu et al. 2025, section 2.2);
/// the embedding and the norms by <see cref="AdamW"/>.
/// </summary>
internal sealed class Muon : IOptimizer
{
    private const double StepLength = 0.2;
    private const int Iterations = 5;

    // Of the class, not made from a number at each use: TorchSharp lets the collector free such a one while libtorch reads it (a run of hours ended so).
    private static readonly Scalar Momentum = 0.95;
    private static readonly Scalar NewShare = 1 - 0.95;
    private static readonly Scalar Tiny = 1e-7;
    private static readonly Scalar First = 3.4445;
    private static readonly Scalar Second = -4.7750;

    private readonly LlamaWeights weights;
    private readonly AdamWSettings settings;
    private readonly AdamW others;
    private readonly ParameterSlice[] matrices;
    private readonly ParallelOptions parallel;

    /// <param name="weights">What it moves.</param>
    /// <param name="settings">How; the matrices need its decay only.</param>
    /// <param name="workers">Threads; each matrix is one thread's, so their number does not change the result.</param>
    public Muon(LlamaWeights weights, AdamWSettings settings, int workers)
    {
        (this.weights, this.settings) = (weights, settings);
        others = new AdamW(weights, settings, weights.Layout.Decayed);
        matrices = [.. weights.Layout.Slices.Where(slice => slice.Offset < weights.Layout.Decayed)];
        parallel = new ParallelOptions { MaxDegreeOfParallelism = workers };
    }

    /// <inheritdoc/>
    public Tensor FirstMoment => others.FirstMoment;

    /// <inheritdoc/>
    public Tensor SecondMoment => others.SecondMoment;

    /// <inheritdoc/>
    public void Step(double rate, int step)
    {
        Parallel.ForEach(matrices, parallel, slice => Step(slice, rate));
        others.Step(rate, step);
    }

    public void Dispose() => others.Dispose();

    private void Step(ParameterSlice slice, double rate)
    {
        // The setting is the thread's own.
        set_num_threads(1);
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (values, gradient, momentum) = (Matrix(weights.Values), Matrix(weights.Gradients), Matrix(FirstMoment));
        momentum.mul_(Momentum).add_(gradient, NewShare);
        // Nesterov's: as if this gradient came once more.
        var direction = momentum.mul(Momentum).add_(gradient, NewShare);
        using Scalar kept = 1 - (rate * settings.WeightDecay);
        values.mul_(kept);
        var row = 0L;
        foreach (var rows in slice.Parts)
        {
            var length = StepLength * Math.Sqrt(Math.Max(rows, slice.Shape[1]));
            using Scalar step = -rate * length;
            values.narrow(0, row, rows).add_(Orthogonal(direction.narrow(0, row, rows)), step);
            row += rows;
        }

        gradient.zero_();

        Tensor Matrix(Tensor buffer) => buffer.narrow(0, slice.Offset, slice.Length).view(slice.Shape);
    }

    /// <summary>The nearest orthogonal matrix, roughly: singular values between 0.7 and 1.2, by Newton and Schulz's iteration with Jordan's coefficients.</summary>
    internal static Tensor Orthogonal(Tensor matrix)
    {
        var tall = matrix.shape[0] > matrix.shape[1];
        var x = tall ? matrix.t() : matrix;
        x = x / (x.norm() + Tiny);
        for (var i = 0; i < Iterations; i++)
        {
            var product = x.mm(x.t());
            x = x.mul(First).add_(product.mul(Second).addmm_(product, product, 1, 2.0315f).mm(x));
        }

        return tall ? x.t() : x;
    }
}
