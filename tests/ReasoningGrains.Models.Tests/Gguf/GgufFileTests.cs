using ReasoningGrains.Models.Gguf;

namespace ReasoningGrains.Models.Tests.Gguf;

public sealed class GgufFileTests
{
    [Fact]
    public void A_sound_file_tells_its_metadata_and_tensors()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, GgufBytes.Sound());
        using var file = GgufFile.Open(path);
        Assert.Equal("llama", file.Metadata.Text("general.architecture"));
        Assert.Equal(1, file.Metadata.Integer("llama.block_count"));
        Assert.True(file.Metadata.FindFlag("flag"));
        Assert.Equal(["a", "b"], file.Metadata.FindTexts("list")!);
        Assert.Equal([("first", 8, 2), ("second", 8, 2)], file.Tensors.Values.Select(t => (t.Name, t.Columns, t.Rows)));
        Assert.Equal("the metadata key nothing is missing; it must be text.", Assert.Throws<ModelFormatException>(() => file.Metadata.Text("nothing")).Message.Split(": ", 2)[1]);
    }

    [Fact]
    public void Damaged_files_end_in_one_clear_error_and_no_large_allocation()
    {
        var sound = GgufBytes.Sound();
        var failures = Hostile.Check(sound, sound.Length - 128, path => GgufFile.Open(path).Dispose());
        Assert.True(failures > sound.Length, $"only {failures} copies were refused");
    }
}
