using System.Globalization;
using System.Text;

namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>
/// A text with one UTF-16 unit for each code point, for regular expressions that count and classify code points as other engines do: .NET sees an astral letter as two surrogates,
/// which are no letters. An astral code point is stood in for by a character of the Basic Multilingual Plane of the same general category.
/// </summary>
internal readonly struct CodePointText
{
    private readonly int[]? offsets;

    private CodePointText(ReadOnlyMemory<char> units, int[]? offsets)
    {
        Units = units;
        this.offsets = offsets;
    }

    public ReadOnlyMemory<char> Units { get; }

    public static CodePointText Of(ReadOnlyMemory<char> text)
    {
        if (text.Span.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return new CodePointText(text, null);
        }

        var units = new char[text.Length];
        var offsets = new int[text.Length + 1];
        var (count, offset) = (0, 0);
        foreach (var rune in text.Span.EnumerateRunes())
        {
            units[count] = rune.IsBmp ? (char)rune.Value : StandIn(Rune.GetUnicodeCategory(rune));
            offsets[count++] = offset;
            offset += rune.Utf16SequenceLength;
        }

        offsets[count] = offset;
        return new CodePointText(units.AsMemory(0, count), offsets);
    }

    /// <summary>Where a unit starts in the text.</summary>
    public int Offset(int unit) => offsets is null ? unit : offsets[unit];

    // Characters that no tokenizer's expression names by itself.
    private static char StandIn(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => '\uA640',
        UnicodeCategory.LowercaseLetter => '\uA641',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\uA4F8',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\uA66F',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.EnclosingMark => '\uA670',
        UnicodeCategory.DecimalDigitNumber => '\uA620',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.ConnectorPunctuation => '\uFE33',
        UnicodeCategory.DashPunctuation => '\u1400',
        UnicodeCategory.OpenPunctuation => '\u2308',
        UnicodeCategory.ClosePunctuation => '\u2309',
        UnicodeCategory.InitialQuotePunctuation => '\u2E02',
        UnicodeCategory.FinalQuotePunctuation => '\u2E03',
        UnicodeCategory.OtherPunctuation => '\uA60D',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.CurrencySymbol => '\uA838',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\uA490',
        UnicodeCategory.Format => '\u2061',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\uFFFF',
    };
}
