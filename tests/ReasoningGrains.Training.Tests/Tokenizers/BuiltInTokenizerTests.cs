using System.Text;
using FsCheck.Fluent;
using ReasoningGrains.Training.Tokenizers;

namespace ReasoningGrains.Training.Tests.Tokenizers;

public class BuiltInTokenizerTests(TrainedTokenizer trained)
{
    [Fact]
    public void It_has_the_size_that_it_promises() => Assert.Equal(BuiltInTokenizer.Size, trained.Tokenizer.VocabularySize);

    [Fact]
    public void Any_text_comes_back() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        return Decoded(trained.Tokenizer.Encode(wellFormed, parseSpecial: false)) == wellFormed;
    }));

    [Theory]
    [InlineData("Größe: 12 µm, naïve café 😀 日本語\r\n\ttab")]
    [InlineData("<|im_end|> <think> </think> is text when a user writes it")]
    [InlineData("   three spaces, and none at the end ")]
    public void Text_outside_the_dialogues_comes_back(string text) => Assert.Equal(text, Decoded(trained.Tokenizer.Encode(text, parseSpecial: false)));

    [Fact]
    public void Digits_stand_alone()
    {
        var tokens = trained.Tokenizer.Encode(" 347+285=632, 1999", parseSpecial: false);
        Assert.All(tokens.Select(id => Encoding.UTF8.GetString(trained.Tokenizer.Bytes(id).Span)), text => Assert.True(text.Length == 1 || !text.Any(char.IsDigit), text));
    }

    [Fact]
    public void The_end_of_an_answer_ends_the_turn()
    {
        var end = trained.Tokenizer.SpecialToken(ChatTokens.End)!.Value;
        Assert.Contains(end, trained.Tokenizer.EndOfTurn);
        Assert.True(trained.Tokenizer.IsControl(end));
    }

    [Fact]
    public void Reasoning_marks_have_a_text()
    {
        Assert.All([ChatTokens.Think, ChatTokens.EndThink], mark => Assert.Equal(mark, Decoded([trained.Tokenizer.SpecialToken(mark)!.Value])));
    }

    [Fact]
    public void The_same_seed_gives_the_same_files()
    {
        var again = Directory.CreateTempSubdirectory("built-in-again").FullName;
        try
        {
            BuiltInTokenizer.Train(again, seed: 1);
            Assert.All(["tokenizer.json", "tokenizer_config.json"], name => Assert.Equal(File.ReadAllText(Path.Combine(trained.Folder, name)), File.ReadAllText(Path.Combine(again, name))));
        }
        finally
        {
            Directory.Delete(again, recursive: true);
        }
    }

    private string Decoded(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(id => trained.Tokenizer.Bytes(id).ToArray())]);
}
