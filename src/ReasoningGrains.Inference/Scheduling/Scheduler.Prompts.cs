namespace ReasoningGrains.Inference.Scheduling;

/// <summary>
/// Which prompts a step computes: in the order of importance each takes what it needs. One that no step can finish is long: it takes its rows last and keeps half of those that it found.
/// The other half is for those behind it that are as important, whether they run or wait. So nobody waits for the end of somebody's long prompt, and the first long one goes on with each step.
/// </summary>
internal sealed partial class Scheduler
{
    /// <summary>Rows that are not halved once more.</summary>
    private const int FewestRows = 32;

    /// <summary>What is planned last, and the rows that each keeps: long prompts and those that are less important.</summary>
    private readonly List<(Sequence Sequence, int Rows)> last = [];

    /// <summary>Of the most important long prompt.</summary>
    private int LongPriority => last is [var (first, _), ..] ? first.Request.Priority : int.MinValue;

    private void PlanPrompts(StepPlan plan)
    {
        last.Clear();
        var (step, kept, hasRoom) = (plan.RowsLeft, 0, true);
        foreach (var sequence in running)
        {
            if (sequence.Pending <= 1)
            {
                continue;
            }

            var (free, reservable) = (plan.RowsLeft - kept, sequence.Table.Reservable);
            if (sequence.Pending <= step && sequence.Request.Priority >= LongPriority)
            {
                hasRoom &= PlanChunk(plan, sequence, Math.Min(free, reservable), plan.OutputsLeft - last.Count);
                continue;
            }

            var rows = last.Count == 0 || (sequence.Request.Priority == LongPriority && free >= 2 * FewestRows) ? free - (free / 2) : 0;
            last.Add((sequence, rows));
            kept += rows;
            // What comes free is its own before it is anybody's who waits.
            hasRoom &= reservable > 0 && sequence.Table.TryReserve(Math.Min(rows, reservable));
        }

        hasRoom = hasRoom && Admit(plan, kept);
        if (last.Count == 0)
        {
            return;
        }

        for (var i = 0; i < last.Count; i++)
        {
            var (sequence, rows) = last[i];
            kept -= rows;
            hasRoom &= PlanChunk(plan, sequence, Math.Min(plan.RowsLeft - kept, sequence.Table.Reservable), plan.OutputsLeft - (last.Count - 1 - i));
        }

        last.Clear();
        if (hasRoom)
        {
            Admit(plan, kept: 0);
        }
    }

    /// <summary>Takes in those that wait, as long as there are rows for them and none is less important than a long prompt.</summary>
    /// <param name="plan">Of the step.</param>
    /// <param name="kept">Rows that only those may have that are more important.</param>
    /// <returns>False when the pool has no room for the next one.</returns>
    private bool Admit(StepPlan plan, int kept)
    {
        while (running.Count < Math.Min(limits.MaxRows, limits.StepTokens) && waiting.TryPeek(out var sequence, out _) && sequence.Request.Priority >= LongPriority)
        {
            var rows = plan.RowsLeft - (sequence.Request.Priority > LongPriority ? 0 : kept);
            var outputs = plan.OutputsLeft - last.Count;
            if (rows <= 0 || outputs <= 0)
            {
                return true;
            }

            var found = sequence.Table.Adopt(sequence.Findable);
            sequence.RestoreWeights();
            if (!PlanChunk(plan, sequence, rows, outputs))
            {
                sequence.Preempt();
                return false;
            }

            waiting.Dequeue();
            Insert(sequence);
            sequence.Cached = sequence.Cached < 0 ? found : sequence.Cached;
        }

        return true;
    }

    /// <summary>Plans as much of the sequence's pending tokens as it may have; false when that is nothing, or more than the pool has room for.</summary>
    /// <param name="plan">Of the step.</param>
    /// <param name="sequence">Whose.</param>
    /// <param name="rows">At most so many tokens.</param>
    /// <param name="outputs">At most so many logits.</param>
    private static bool PlanChunk(StepPlan plan, Sequence sequence, int rows, int outputs)
    {
        var count = Math.Min(sequence.Pending, rows);
        if (sequence.ScoreFrom is { } from)
        {
            // The logits of token i score token i + 1.
            var unscored = Math.Max(0, from - 1 - sequence.Table.Length);
            count = Math.Min(count, unscored + outputs);
        }

        count = count > 0 ? sequence.Limit(count) : 0;
        if (count == 0 || outputs <= 0 || !sequence.Table.TryReserve(count))
        {
            return false;
        }

        var scored = sequence.ScoreFrom is { } first ? Math.Max(1, sequence.Table.Length + count - Math.Max(first - 1, sequence.Table.Length)) : 1;
        plan.Add(sequence, count, scored);
        return true;
    }
}
