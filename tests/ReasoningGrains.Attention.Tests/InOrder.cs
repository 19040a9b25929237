namespace ReasoningGrains.Attention.Tests;

internal sealed class InOrder : IParallelFor
{
    public void Run(PagedAttention attention, int units)
    {
        for (var i = 0; i < units; i++)
        {
            attention.RunUnit(i);
        }
    }
}
