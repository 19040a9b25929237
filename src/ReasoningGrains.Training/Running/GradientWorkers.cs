using ReasoningGrains.Training.Batching;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Running;

/// <summary>
/// Threads that compute gradients, each of other examples. Faster than one thread whose operations use all cores, which wait for each other after every small one;
/// and their sums are the same in every run, because each worker's share and the order of adding are.
/// </summary>
internal sealed class GradientWorkers : IDisposable
{
    private readonly LlamaWeights[] replicas;
    private readonly LlamaDecoder[] decoders;

    public GradientWorkers(LlamaWeights weights, int count)
    {
        set_num_threads(1);
        replicas = [weights, .. Enumerable.Range(1, count - 1).Select(_ => weights.Replica())];
        decoders = [.. replicas.Select(r => new LlamaDecoder(r))];
    }

    /// <summary>Adds the gradient of the mean loss to the weights' gradients.</summary>
    /// <returns>The mean loss, nat a learned token.</returns>
    public double Run(ExampleBatch batch)
    {
        var (shares, learned) = (WorkSplit.Divide(batch.Examples, decoders.Length), Math.Max(1, batch.Learned));
        var losses = shares.Select((share, i) => Task.Factory.StartNew(() => Run(decoders[i], share, learned), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var loss = losses.Sum(task => task.GetAwaiter().GetResult());
        using var untracked = no_grad();
        foreach (var replica in replicas.Skip(1))
        {
            replicas[0].Gradients.add_(replica.Gradients);
            replica.Gradients.zero_();
        }

        return loss;
    }

    public void Dispose()
    {
        foreach (var replica in replicas.Skip(1))
        {
            replica.Dispose();
        }
    }

    private static double Run(LlamaDecoder decoder, IReadOnlyList<TrainingExample[]> passes, long learned)
    {
        // The setting is the thread's own.
        set_num_threads(1);
        // Numbers in torch's form are held while it reads them: the collector frees those that nobody holds.
        using Scalar count = learned;
        var sum = 0.0;
        foreach (var pass in passes.Where(p => p.Any(e => e.Learned.AsSpan(1).Contains(true))))
        {
            using var scope = NewDisposeScope();
            using var batch = PackedSequences.Of(pass);
            var loss = decoder.Loss(batch).div(count);
            loss.backward();
            using var value = loss.ToScalar();
            sum += value.ToDouble();
        }

        return sum;
    }
}
