using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Inference.Scheduling;

/// <summary>
/// Decides which rows the next step computes. Decoding sequences go first, one row each; what is left of the step's token budget takes chunks of
/// prompts. When the pool is out of blocks, the least important sequence gives its blocks back and waits to be computed again.
/// </summary>
internal sealed partial class Scheduler(EngineLimits limits)
{
    private readonly PriorityQueue<Sequence, (int, long)> waiting = new();
    private readonly List<Sequence> running = [];
    private readonly List<Sequence> cancelled = [];

    public int Waiting => waiting.Count;

    public int Running => running.Count;

    public bool IsIdle => running.Count == 0 && waiting.Count == 0;

    public void Enqueue(Sequence sequence) => waiting.Enqueue(sequence, (-sequence.Request.Priority, sequence.Arrival));

    /// <summary>Fills the plan; it stays empty when there is nothing to compute.</summary>
    public void Schedule(StepPlan plan)
    {
        EndCancelled();
        do
        {
            plan.Clear();
            PlanDecodes(plan);
            PlanPrompts(plan);
        }
        while (plan.Rows == 0 && MakeRoom());
    }

    /// <summary>Takes a sequence out, with its last token published.</summary>
    public void Finish(Sequence sequence, Exception? fault = null)
    {
        running.Remove(sequence);
        sequence.End(fault);
    }

    /// <summary>Ends everything, on shutdown.</summary>
    public void Abort(Exception fault)
    {
        running.ForEach(s => s.End(fault));
        running.Clear();
        while (waiting.TryDequeue(out var sequence, out _))
        {
            sequence.End(fault);
        }
    }

    private void EndCancelled()
    {
        for (var i = running.Count - 1; i >= 0; i--)
        {
            if (running[i].IsCancelled)
            {
                running[i].Publish(running[i].Closing ?? SampledToken.Ended(GenerationEnd.Cancelled));
                Finish(running[i]);
            }
        }

        foreach (var (sequence, _) in waiting.UnorderedItems)
        {
            if (sequence.IsCancelled)
            {
                cancelled.Add(sequence);
            }
        }

        foreach (var sequence in cancelled)
        {
            waiting.Remove(sequence, out _, out _);
            sequence.Publish(sequence.Closing ?? SampledToken.Ended(GenerationEnd.Cancelled));
            sequence.End();
        }

        cancelled.Clear();
    }

    private void PlanDecodes(StepPlan plan)
    {
        for (var i = 0; i < running.Count && plan.RowsLeft > 0; i++)
        {
            var sequence = running[i];
            if (sequence.Pending != 1)
            {
                continue;
            }

            while (!sequence.Table.TryReserve(1))
            {
                // The last is the least important; it may be this one.
                var victim = running[^1];
                Preempt(victim);
                if (victim == sequence)
                {
                    return;
                }
            }

            plan.Add(sequence, 1, 1);
        }
    }

    /// <summary>The least important, which gives its blocks back first, stands last.</summary>
    private void Insert(Sequence sequence)
    {
        var at = running.Count;
        while (at > 0 && (running[at - 1].Request.Priority, -running[at - 1].Arrival).CompareTo((sequence.Request.Priority, -sequence.Arrival)) < 0)
        {
            at--;
        }

        running.Insert(at, sequence);
    }

    /// <summary>Called when nobody could go on: frees the blocks of the least important sequence, or ends one that is too long even alone. False when there is nobody.</summary>
    private bool MakeRoom()
    {
        if (running.Count > 1)
        {
            Preempt(running[^1]);
            return true;
        }

        var fault = new EngineFaultException("The sequence is longer than the memory for keys and values holds (Engine:KvBytes).");
        if (running.Count == 1)
        {
            Finish(running[0], fault);
            return true;
        }

        if (!waiting.TryDequeue(out var alone, out _))
        {
            return false;
        }

        alone.End(fault);
        return true;
    }

    private void Preempt(Sequence sequence)
    {
        running.Remove(sequence);
        sequence.Preempt();
        Enqueue(sequence);
    }
}
