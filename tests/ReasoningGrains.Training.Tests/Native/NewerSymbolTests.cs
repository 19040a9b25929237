using ReasoningGrains.Training.Native;

namespace ReasoningGrains.Training.Tests.Native;

public sealed class NewerSymbolTests
{
    [Fact]
    public void A_library_without_the_symbol_stays_as_it_is()
    {
        var before = Library("libc10.so");
        var after = before.ToArray();
        Assert.False(NewerSymbol.Remove(after));
        Assert.Equal(before, after);
    }

    /// <summary>That it loads then, every other test shows where the system's C++ library is the older one. Where it is not, the file beside this test is the original.</summary>
    [Fact]
    public void A_library_freed_of_the_symbol_is_as_long_as_before_and_asks_for_it_no_more()
    {
        var file = Library("libLibTorchSharp.so");
        var length = file.Length;
        NewerSymbol.Remove(file);
        Assert.Equal(length, file.Length);
        Assert.False(NewerSymbol.Remove(file));
    }

    private static byte[] Library(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", name);
        Assert.SkipUnless(File.Exists(path), "Not Linux.");
        return File.ReadAllBytes(path);
    }
}
