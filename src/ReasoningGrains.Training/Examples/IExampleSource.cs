namespace ReasoningGrains.Training.Examples;

/// <summary>An endless, seeded source of examples. What it draws depends on nothing but its seed and the arguments, so a resumed run sees what an uninterrupted one does.</summary>
public interface IExampleSource
{
    /// <param name="index">The number of the example, from 0.</param>
    /// <param name="progress">How much of the training is done, 0 to 1: later examples may be longer and harder.</param>
    TrainingExample Draw(long index, double progress);
}
