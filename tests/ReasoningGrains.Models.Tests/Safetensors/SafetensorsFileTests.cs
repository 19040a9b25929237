using System.Text;
using ReasoningGrains.Models.Safetensors;

namespace ReasoningGrains.Models.Tests.Safetensors;

public sealed class SafetensorsFileTests
{
    [Theory]
    [InlineData("F32", 4)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    public void Each_type_gives_its_floats(string type, int bytes)
    {
        var path = Path.GetTempFileName();
        byte[] one = type switch { "F32" => BitConverter.GetBytes(1.5f), "F16" => BitConverter.GetBytes((Half)1.5f), _ => BitConverter.GetBytes(1.5f)[2..] };
        File.WriteAllBytes(path, Bytes($$$"""{"w":{"dtype":"{{{type}}}","shape":[2,3],"data_offsets":[0,{{{6 * bytes}}}]}}""", [.. Enumerable.Repeat(one, 6).SelectMany(b => b)]));
        using var file = SafetensorsFile.Open(path);
        var row = new float[3];
        file.Tensors.Single().ReadRow(1, row);
        Assert.Equal([1.5f, 1.5f, 1.5f], row);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", "I64")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "exactly its size")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,4],"data_offsets":[0,8]}}""", "exactly its size")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "overlap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "exactly its size")]
    [InlineData("""[1]""", "object")]
    [InlineData("""{"w":null}""", "null")]
    public void What_is_wrong_is_named(string header, string expected)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Bytes(header, new byte[16]));
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_end_in_one_clear_error_and_no_large_allocation()
    {
        var sound = Bytes("""{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", new byte[16]);
        var failures = Hostile.Check(sound, sound.Length - 16, path => SafetensorsFile.Open(path).Dispose());
        Assert.True(failures > sound.Length, $"only {failures} copies were refused");
    }

    [Fact]
    public void A_shard_outside_the_folder_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), """{"weight_map":{"w":"../secret.safetensors"}}""");
        Assert.Contains("../secret.safetensors", Assert.Throws<ModelFormatException>(() => new SafetensorsWeights(folder)).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string header, byte[] data) => [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. data];
}
