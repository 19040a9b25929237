namespace ReasoningGrains.Attention;

/// <summary>Runs units of work side by side on somebody's threads and returns when all are done.</summary>
public interface IParallelFor
{
    /// <summary>Calls <see cref="PagedAttention.RunUnit"/> for 0 to <paramref name="units"/> - 1.</summary>
    void Run(PagedAttention attention, int units);
}
