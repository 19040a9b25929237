using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>W from the mass of the measured blocks, and the active set from W.</summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Turns what the probes saw into the mass of the blocks, updates W by it and chooses the head's active blocks where they are for the segment itself.</summary>
    [SkipLocalsInit]
    private void Choose(int index, int head)
    {
        var measurement = measurements[index];
        var routing = segments[measurement.Segment].Routing!;
        Span<int> blocks = stackalloc int[measurement.Entries];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = MeasuredBlock(index, head, i);
        }

        // The sink is attended whatever its weight: what it takes says nothing of the others.
        var sink = 0;
        while (sink < blocks.Length && blocks[sink] < routing.Options.SinkBlocks)
        {
            sink++;
        }

        Span<float> mass = stackalloc float[measurement.Entries - sink];
        if (MeanMass(index, head, sink, mass))
        {
            var weights = routing.Weights(layer, head, segments[measurement.Segment].LastBlock + 1);
            var alpha = routing.Options.AlphaOf(beyondWindow: IsBeyondWindow(segments[measurement.Segment]));
            if (measurement.IsWhole)
            {
                Recursion.Update(weights[sink..], mass, alpha);
            }
            else
            {
                Recursion.Update(weights, blocks[sink..], mass, alpha);
            }
        }

        if (IsForItself(segments[measurement.Segment]))
        {
            Span<float> selection = stackalloc float[2 * routing.Frontier];
            routing.Select(layer, head, selection);
        }
    }

    /// <summary>Mean of the softmax over blocks, of the probes' rows that see one; false when none does.</summary>
    private bool MeanMass(int index, int head, int sink, Span<float> mass)
    {
        var measurement = measurements[index];
        var (rows, entries) = (ProbesOf(index, head).Count * shape.Group, measurement.Entries);
        var greatest = Masses(measurement, head);
        mass.Clear();
        if (mass.Length == 0)
        {
            return false;
        }

        var counted = 0;
        for (var row = 0; row < rows; row++)
        {
            var maxima = new Span<float>(greatest + (row * entries) + sink, entries - sink);
            var sums = new Span<float>(greatest + ((rows + row) * entries) + sink, entries - sink);
            var most = TensorPrimitives.Max<float>(maxima);
            if (float.IsNegativeInfinity(most))
            {
                // It stands before all but the sink.
                continue;
            }

            TensorPrimitives.Subtract(maxima, most, maxima);
            TensorPrimitives.Exp(maxima, maxima);
            TensorPrimitives.Multiply(maxima, sums, maxima);
            TensorPrimitives.MultiplyAdd(maxima, 1 / TensorPrimitives.Sum<float>(maxima), mass, mass);
            counted++;
        }

        if (counted == 0)
        {
            return false;
        }

        TensorPrimitives.Divide(mass, counted, mass);
        return float.IsFinite(TensorPrimitives.Sum<float>(mass));
    }
}
