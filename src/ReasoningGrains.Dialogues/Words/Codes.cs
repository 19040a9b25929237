using System.Globalization;
using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Words;

/// <summary>Numbers and codes that mean nothing and have to be copied.</summary>
internal static class Codes
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Two to five digits, or letters and digits.</summary>
    public static string Code(Draw draw) => draw.Fresh(static d => d.Between(0, 9) switch
    {
        < 6 => Digits(d, d.Between(3, 5)),
        < 8 => $"{d.Pick(Letters.ToCharArray())}{Digits(d, d.Between(2, 3))}",
        8 => $"{d.Pick(Letters.ToCharArray())}{Digits(d, 1)}-{Digits(d, 2)}",
        _ => Digits(d, 2),
    });

    /// <summary>An invented word.</summary>
    public static string Password(Draw draw) => draw.Fresh(Names.Word);

    public static string Number(Draw draw, int least, int most) => draw.Between(least, most).ToString(CultureInfo.InvariantCulture);

    private static string Digits(Draw draw, int count) => string.Concat(Enumerable.Range(0, count).Select(at => (char)('0' + draw.Between(at == 0 ? 1 : 0, 9))));
}
