namespace ReasoningGrains.Models;

/// <summary>Llama 3.1's rope scaling: long wavelengths are divided by <paramref name="Factor"/>, short ones kept, those between blended.</summary>
/// <param name="Factor">How much the slow frequencies are slowed.</param>
/// <param name="LowFrequencyFactor">Wavelengths above <c>OriginalContext / LowFrequencyFactor</c> are scaled fully.</param>
/// <param name="HighFrequencyFactor">Wavelengths below <c>OriginalContext / HighFrequencyFactor</c> are kept.</param>
/// <param name="OriginalContext">Window before the extension, in tokens.</param>
public sealed record Llama3RopeScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContext)
{
    /// <summary>The scaled angle per position, in radians.</summary>
    public double Scale(double frequency)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength < OriginalContext / HighFrequencyFactor)
        {
            return frequency;
        }

        if (wavelength > OriginalContext / LowFrequencyFactor)
        {
            return frequency / Factor;
        }

        var smooth = ((OriginalContext / wavelength) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}
