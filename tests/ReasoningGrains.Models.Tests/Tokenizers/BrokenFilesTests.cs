using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Models.Tokenizers.HuggingFace;

namespace ReasoningGrains.Models.Tests.Tokenizers;

public sealed class BrokenFilesTests : IDisposable
{
    private const string Whole = """
        {"added_tokens":[{"id":5,"content":"<|end|>","special":true,"normalized":false},{"id":6,"content":"<x>","special":false,"normalized":true,"rstrip":true}],
        "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"String":"z"},"content":"a"}]},
        "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"a+|\\s+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false},{"type":"Digits","individual_digits":true}]},
        "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"aa":3,"Ġ":4},"merges":["a b",["a","a"]],"unk_token":null,"byte_fallback":false}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_whole_file_works()
    {
        Write("tokenizer.json", Encoding.UTF8.GetBytes(Whole));
        var tokenizer = HuggingFaceTokenizer.Open(folder);
        Assert.Equal([3, 1], tokenizer.Encode("aab", parseSpecial: true));
        Assert.Equal([3, 4, 6, 0, 5], tokenizer.Encode("za <x>  a<|end|>", parseSpecial: true));
    }

    [Fact]
    public void What_a_user_writes_is_no_control_token_although_a_word_that_is_a_token_is_that_token()
    {
        Write("tokenizer.json", """
            {"added_tokens":[{"id":9,"content":"<e>","special":true,"normalized":false}],
            "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":false},
            "model":{"type":"BPE","vocab":{"a":0,"b":1,"<":2,"e":3,">":4,"ba":5,"<e>":9},"merges":[],"ignore_merges":true}}
            """u8.ToArray());
        var tokenizer = HuggingFaceTokenizer.Open(folder);
        Assert.Equal([9], tokenizer.Encode("<e>", parseSpecial: true));
        Assert.Equal([2, 3, 4], tokenizer.Encode("<e>", parseSpecial: false));
        Assert.Equal([5], tokenizer.Encode("ba", parseSpecial: false));
    }

    [Fact]
    public void Random_damage_ends_in_one_error_or_a_tokenizer()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        string[] splices = ["null", "[]", "{}", "-1", "\"\"", "99999999999", "true", "\"(\"", "\"[a\"", "1.5", "\\uD800", "\"\\udc00\""];
        Prop.ForAll(Gen.Choose(0, whole.Length - 1).ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), Gen.Elements(splices).ToArbitrary(), (start, length, splice) =>
        {
            Write("tokenizer.json", [.. whole[..start], .. Encoding.UTF8.GetBytes(splice), .. whole[Math.Min(whole.Length, start + length)..]]);
            return WorksOrIsRefused();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Values_of_another_kind_end_in_one_error_or_a_tokenizer()
    {
        string[] values = ["null", "[]", "{}", "-1", "\"\"", "99999999999", "[1]", "{\"a\":1}", "\"(\"", "true", "[[\"a\"]]"];
        string[] places =
        [
            "5", "\"<|end|>\"", "true", "\"Sequence\"", "{\"String\":\"z\"}", "\"a+|\\\\s+\"", "\"Isolated\"", "\"BPE\"", "0", "\"a b\"", "[\"a\",\"a\"]", "[\"a b\",[\"a\",\"a\"]]", "{\"a\":0,\"b\":1,\"ab\":2,\"aa\":3,\"Ġ\":4}", "null", "{\"type\":\"NFC\"}",
        ];
        foreach (var (place, value) in places.SelectMany(place => values.Select(value => (place, value))))
        {
            var at = Whole.IndexOf(place, StringComparison.Ordinal);
            Assert.True(at >= 0, place);
            Write("tokenizer.json", Encoding.UTF8.GetBytes(Whole[..at] + value + Whole[(at + place.Length)..]));
            Assert.True(WorksOrIsRefused());
        }
    }

    [Fact]
    public void Random_SentencePiece_files_end_in_one_error_or_a_tokenizer() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), bytes =>
        {
            Write("tokenizer.model", bytes);
            return WorksOrIsRefused();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void An_empty_folder_is_refused_with_what_is_allowed() =>
        Assert.Contains("tokenizer.json or tokenizer.model", Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Open(folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_that_is_none_is_refused_by_name()
    {
        Write("tokenizer.json", Encoding.UTF8.GetBytes(Whole.Replace("a+|\\\\s+", "(a", StringComparison.Ordinal)));
        Assert.Contains("(a", Assert.Throws<ModelFormatException>(() => HuggingFaceTokenizer.Open(folder)).Message, StringComparison.Ordinal);
    }

    private bool WorksOrIsRefused()
    {
        try
        {
            HuggingFaceTokenizer.Open(folder).Encode("a ab <x> <|end|> é", parseSpecial: true);
        }
        catch (ModelFormatException)
        {
            return true;
        }

        return true;
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
}
