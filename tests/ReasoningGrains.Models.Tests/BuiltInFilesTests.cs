using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests;

/// <summary>The built-in model as it is committed.</summary>
public sealed class BuiltInFilesTests
{
    private const long MostBytes = 6_000_000;

    [Fact]
    public void They_are_no_larger_than_a_checkout_should_carry()
        => Assert.InRange(new DirectoryInfo(Repository.BuiltIn).GetFiles().Sum(file => file.Length), 1, MostBytes);

    [Fact]
    public void Any_text_comes_back_from_its_tokens()
    {
        using var model = ModelLoader.Open(Repository.BuiltIn);
        Prop.ForAll<NonNull<string>>(text => Returns(model, text.Get)).QuickCheckThrowOnFailure();
        Assert.All(["", " ", "347 + 285?", "Où est la clé de Zoë?", "面白い 🙂\n\ttab", "<think>"], text => Assert.True(Returns(model, text), text));
    }

    private static bool Returns(Model model, string text)
    {
        // Half a surrogate pair is not text.
        var bytes = Encoding.UTF8.GetBytes(text);
        return model.Tokenizer.Encode(Encoding.UTF8.GetString(bytes), parseSpecial: false).SelectMany(id => model.Tokenizer.Bytes(id).ToArray()).SequenceEqual(bytes);
    }
}
