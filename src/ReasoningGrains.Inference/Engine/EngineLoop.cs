using System.Numerics.Tensors;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Engine;

/// <summary>One turn of the engine: schedule, forward, sample, publish. Runs on one thread and, while it only decodes, allocates nothing but the identity of each block that gets full.</summary>
internal sealed class EngineLoop(Scheduler scheduler, IModelRunner runner, StepPlan plan)
{
    private readonly Sampler sampler = new(runner.Vocabulary);

    /// <summary>Computes one step; false when there was nothing to do.</summary>
    public bool Step()
    {
        try
        {
            scheduler.Schedule(plan);
        }
        catch (Exception e)
        {
            // Nobody knows what it left half done: all are ended, and the engine goes on with those that come.
            scheduler.Abort(new EngineFaultException($"Scheduling failed: {e.Message}", e));
            return false;
        }

        if (plan.Rows == 0)
        {
            return false;
        }

        try
        {
            runner.Run(plan);
        }
        catch (Exception e)
        {
            // What the step touched is lost; everybody else goes on.
            var fault = e as EngineFaultException ?? new EngineFaultException($"The step failed: {e.Message}", e);
            foreach (var segment in plan.Planned)
            {
                scheduler.Finish(segment.Sequence, fault);
            }

            return true;
        }

        foreach (var segment in plan.Planned)
        {
            try
            {
                Advance(segment);
            }
            catch (Exception e)
            {
                scheduler.Finish(segment.Sequence, new EngineFaultException($"The step failed: {e.Message}", e));
            }
        }

        return true;
    }

    private void Advance(in PlannedSegment segment)
    {
        var sequence = segment.Sequence;
        var first = sequence.Table.Length + segment.Count - segment.Outputs;
        sequence.Table.Commit(sequence.Tokens, segment.Count);
        sequence.RestoreWeights();
        if (sequence.ScoreFrom is { } from)
        {
            Score(segment, first, from);
        }
        else if (sequence is { Pending: 0, Closing: { } last })
        {
            sequence.Publish(last);
            scheduler.Finish(sequence);
        }
        else if (sequence.Pending == 0)
        {
            Generate(sequence, runner.Logits(segment.FirstOutput));
        }
    }

    private void Generate(Sequence sequence, Span<float> logits)
    {
        if (!AreFinite(sequence, logits))
        {
            return;
        }

        var normalizer = sequence.Request.TopLogProbs is null ? float.NaN : LogProbabilities.Normalizer(logits);
        var alternatives = sequence.Request.TopLogProbs is { } top ? LogProbabilities.Top(logits, normalizer, top) : null;
        // Asked for together with penalties, the chosen token's own logit must be read before they change it.
        var unchanged = alternatives is null ? [] : logits.ToArray();
        var token = sampler.Sample(logits, sequence.Tokens, sequence.Sampling);
        var end = sequence.Accept(token);
        var sampled = new SampledToken(token, alternatives is null ? float.NaN : unchanged[token] - normalizer, alternatives, end);
        if (end is null || !sequence.Close(sampled))
        {
            sequence.Publish(sampled);
        }

        if (end is not null && sequence.Closing is null)
        {
            scheduler.Finish(sequence);
        }
    }

    private void Score(in PlannedSegment segment, int first, int from)
    {
        var sequence = segment.Sequence;
        for (var i = 0; i < segment.Outputs; i++)
        {
            var next = first + i + 1;
            if (next >= Math.Max(from, sequence.ScoredTo) && next < sequence.Count)
            {
                var logits = runner.Logits(segment.FirstOutput + i);
                if (!AreFinite(sequence, logits))
                {
                    return;
                }

                sequence.Publish(new SampledToken(sequence.Tokens[next], logits[sequence.Tokens[next]] - LogProbabilities.Normalizer(logits), null, null));
                sequence.ScoredTo = next + 1;
            }
        }

        if (sequence.Pending == 0)
        {
            scheduler.Finish(sequence);
        }
    }
    /// <summary>Ends the sequence where they are not.</summary>
    private bool AreFinite(Sequence sequence, ReadOnlySpan<float> logits)
    {
        if (float.IsFinite(TensorPrimitives.Sum(logits)))
        {
            return true;
        }

        scheduler.Finish(sequence, new EngineFaultException("The model's logits are not finite."));
        return false;
    }
}
