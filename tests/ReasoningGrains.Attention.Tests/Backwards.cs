namespace ReasoningGrains.Attention.Tests;

/// <summary>The last unit first: none may count on those before it.</summary>
internal sealed class Backwards : IParallelFor
{
    public void Run(PagedAttention attention, int units)
    {
        for (var i = units - 1; i >= 0; i--)
        {
            attention.RunUnit(i);
        }
    }
}
