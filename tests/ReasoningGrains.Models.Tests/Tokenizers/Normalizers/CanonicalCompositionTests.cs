using ReasoningGrains.Models.Tokenizers.Normalizers;

namespace ReasoningGrains.Models.Tests.Tokenizers.Normalizers;

public class CanonicalCompositionTests
{
    [Fact]
    public void Composes_as_unicodedata_does()
    {
        var composition = new CanonicalComposition();
        foreach (var pair in EmbeddedGolden.Read("text.json").GetProperty("compositions").EnumerateArray())
        {
            Assert.Equal(pair[1].GetString(), composition.Normalize(pair[0].GetString()!));
        }
    }

    [Fact]
    public void A_long_run_of_marks_is_ordered() =>
        Assert.Equal("\u1EA1" + new string('\u0301', 50_000), new CanonicalComposition().Normalize("a" + new string('\u0301', 50_000) + "\u0323"));
}
