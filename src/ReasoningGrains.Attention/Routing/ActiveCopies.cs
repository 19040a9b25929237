using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>
/// Copies of the active blocks of the sequences that decode now. Where they lie they are all over the memory of a long conversation, and each token waits for them; a copy is read as one stream.
/// There is room for a few sequences; the others read their blocks where they lie.
/// </summary>
/// <param name="shape">Of the blocks.</param>
/// <param name="bytes">Of all copies together, at most.</param>
internal sealed class ActiveCopies(KvShape shape, long bytes) : IDisposable
{
    private readonly List<ActiveCopy> copies = [];
    private long room = bytes;
    private long step;

    /// <summary>A step begins.</summary>
    public void Begin() => step++;

    /// <summary>The copy of a sequence that decodes in this step, or null when there is no room.</summary>
    public ActiveCopy? Of(SequenceRouting routing)
    {
        var copy = Owned(routing) ?? Abandoned(routing) ?? Made(routing);
        if (copy is not null)
        {
            copy.Step = step;
        }

        return copy;
    }

    public void Dispose()
    {
        copies.ForEach(copy => copy.Dispose());
        copies.Clear();
        room = 0;
    }

    private ActiveCopy? Owned(SequenceRouting routing)
    {
        foreach (var copy in copies)
        {
            if (copy.Owner == routing)
            {
                return copy;
            }
        }

        return null;
    }

    private ActiveCopy? Abandoned(SequenceRouting routing)
    {
        foreach (var copy in copies)
        {
            if (IsAbandoned(copy) && copy.Fits(routing))
            {
                copy.GiveTo(routing);
                return copy;
            }
        }

        return null;
    }

    private ActiveCopy? Made(SequenceRouting routing)
    {
        var needed = ActiveCopy.BytesOf(shape, routing.ActiveBlocks);
        for (var i = copies.Count - 1; i >= 0 && room < needed; i--)
        {
            if (IsAbandoned(copies[i]))
            {
                // Too small, or Abandoned would have given it.
                room += copies[i].Bytes;
                copies[i].Dispose();
                copies.RemoveAt(i);
            }
        }

        if (room < needed)
        {
            return null;
        }

        try
        {
            var copy = new ActiveCopy(shape, routing.ActiveBlocks);
            copy.GiveTo(routing);
            copies.Add(copy);
            room -= needed;
            return copy;
        }
        catch (OutOfMemoryException)
        {
            // Blocks are read where they lie then.
            room = 0;
            return null;
        }
    }

    /// <summary>Its sequence did not decode in the last step: it has ended, or waits.</summary>
    private bool IsAbandoned(ActiveCopy copy) => copy.Step < step - 1;
}
