namespace ReasoningGrains.Models.Tokenizers.Normalizers;

/// <summary>Hangul syllables are composed by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Trails = 28;
    private const int Syllables = Leads * Vowels * Trails;

    public static bool TryDecompose(int point, List<int> output)
    {
        var index = point - SyllableBase;
        if (index is < 0 or >= Syllables)
        {
            return false;
        }

        output.Add(LeadBase + (index / (Vowels * Trails)));
        output.Add(VowelBase + (index % (Vowels * Trails) / Trails));
        if (index % Trails != 0)
        {
            output.Add(TrailBase + (index % Trails));
        }

        return true;
    }

    public static bool TryCompose(int first, int second, out int composed)
    {
        if (first - LeadBase is >= 0 and < Leads and var lead && second - VowelBase is >= 0 and < Vowels and var vowel)
        {
            composed = SyllableBase + (((lead * Vowels) + vowel) * Trails);
            return true;
        }

        composed = first + second - TrailBase;
        return first - SyllableBase is >= 0 and < Syllables and var index && index % Trails == 0 && second - TrailBase is > 0 and < Trails;
    }
}
