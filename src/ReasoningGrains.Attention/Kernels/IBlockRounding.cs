namespace ReasoningGrains.Attention.Kernels;

/// <summary>Makes a head of a cold block from that of a full one.</summary>
internal unsafe interface IBlockRounding
{
    /// <param name="hot">Address of the head as it was computed.</param>
    /// <param name="cold">Address of the head as it is kept from now on.</param>
    /// <param name="feedback">How the errors of its keys are made up for; null leaves them.</param>
    void Round(byte* hot, byte* cold, KeyFeedback? feedback = null);

    /// <param name="hot">Address of the head as it was computed.</param>
    /// <param name="sketch">Address of its sketch.</param>
    /// <param name="by">How keys are sketched.</param>
    void Sketch(byte* hot, byte* sketch, KeySketch by);
}
