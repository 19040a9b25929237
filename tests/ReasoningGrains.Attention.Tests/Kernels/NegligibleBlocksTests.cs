using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>What is left out, among blocks of 8 and 4 bits, is as if it had never been asked for.</summary>
public sealed unsafe class NegligibleBlocksTests
{
    private const int Dim = 64;
    private const int Group = 3;
    private const int Blocks = 11;
    private const float Share = 0.03f;
    private static readonly KvShape Shape = new(1, Group, 1, Dim, KvElement.Int8);
    private static readonly int[] Light = [1, 2, 4, 7, 8];

    public static TheoryData<KernelWidth, bool> Widths() => new(
        from width in new[] { KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512 } from lastIsLight in new[] { false, true } select (width, lastIsLight));

    /// <summary>Blocks 0 to 4 are cold; the last has seven tokens.</summary>
    [Theory, MemberData(nameof(Widths))]
    public void A_span_is_as_one_without_its_light_blocks(KernelWidth width, bool lastIsLight)
    {
        using var heads = new Heads(width, lastIsLight ? [.. Light, Blocks - 1] : Light, last: Blocks - 1);
        var asked = Decode(heads, Enumerable.Range(0, Blocks), Share, default);
        Assert.Equal(Decode(heads, Enumerable.Range(0, Blocks).Except(heads.Light), 0, default), asked);
        Assert.NotEqual(Decode(heads, Enumerable.Range(0, Blocks), 0, default), asked);
    }

    /// <summary>Beside a first block that they all are light to; beside one that is light itself they stay.</summary>
    [Theory, MemberData(nameof(Widths))]
    public void Blocks_are_light_beside_the_first_of_the_row(KernelWidth width, bool isCold)
    {
        using var heads = new Heads(width, [1, 2, 3], last: -1);
        var first = isCold ? 0 : 5;
        var light = Enumerable.Range(1, 3);
        var partial = Decode(heads, light, Share, heads.First(first));
        Assert.All(Enumerable.Range(0, Group), row => Assert.Equal((float.NegativeInfinity, 0), (partial[row * (Dim + 2)], partial[(row * (Dim + 2)) + 1])));
        Assert.Equal(Decode(heads, light, 0, default), Decode(heads, light, Share, heads.First(2)));
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_prompt_is_as_one_without_them(KernelWidth width, bool lastIsLight)
    {
        using var heads = new Heads(width, lastIsLight ? [.. Light, 9] : Light, last: -1);
        var (all, asked) = (Prefill(heads, Enumerable.Range(0, Blocks), 0), Prefill(heads, Enumerable.Range(0, Blocks), Share));
        var without = Prefill(heads, Enumerable.Range(0, Blocks).Except(heads.Light), 0);
        for (var i = 0; i < asked.Length; i++)
        {
            Assert.Equal(without[i], asked[i], 2e-4f);
        }

        Assert.NotEqual(all, asked);
    }

    private static float[] Decode(Heads heads, IEnumerable<int> blocks, float negligible, FirstBlock first)
    {
        int[] those = [.. blocks];
        nint[] addresses = [.. those.Select(heads.Address)];
        int[] distances = [.. those.Select(b => Blocks - 1 - b)];
        var partial = new float[Group * (Dim + 2)];
        fixed (float* queries = heads.Query(7 - 1, 0), result = partial)
        fixed (nint* address = addresses)
        fixed (int* distance = distances)
        {
            var tokens = those.Sum(b => b == heads.Last ? 7 : 32);
            heads.Kernels.Decode(queries, new BlockSpan(address, distance, those.Length, tokens, those.Count(Heads.IsCold), 0, negligible, first), result);
        }

        return partial;
    }

    private static float[] Prefill(Heads heads, IEnumerable<int> blocks, float negligible)
    {
        // To the eighth token of the last block those seven before it are not negligible any more.
        const int Count = 9, Offset = 8;
        int[] those = [.. blocks];
        nint[] addresses = [.. those.Select(heads.Address)];
        bool[] cold = [.. those.Select(Heads.IsCold)];
        var output = new float[Count * Group * Dim];
        float[] rows = [.. Enumerable.Range(0, Count).SelectMany(t => heads.Query(Offset + t, Blocks - 1))];
        fixed (float* queries = rows, result = output)
        fixed (nint* address = addresses)
        fixed (bool* isCold = cold)
        fixed (int* numbers = those)
        {
            heads.Kernels.Prefill(queries, Count, ((Blocks - 1) * 32) + Offset, new BlockList(address, isCold, numbers, numbers, those.Length, negligible: negligible), result);
        }

        return output;
    }

    /// <summary>Keys along the slowest rotation, where position hardly matters: those of light blocks are some 6 nat below the others.</summary>
    private sealed class Heads : IDisposable
    {
        private readonly List<GCHandle> pins = [];

        public Heads(KernelWidth width, int[] light, int last)
        {
            (Light, Last) = (light, last);
            var rotary = new RotaryTable([.. Enumerable.Range(0, Dim / 2).Select(i => Math.Pow(10000, -2.0 * i / Dim))]);
            rotary.Reserve(Blocks + 1);
            Kernels = KernelChoice.Create(Shape, rotary, width);
            var rounding = KernelChoice.Rounding(Shape, width);
            var random = new Random(5);
            pins.AddRange(Enumerable.Range(0, Blocks).Select(_ => GCHandle.Alloc(new byte[Shape.HeadBytes], GCHandleType.Pinned)));
            var whole = new byte[Shape.HeadBytes];
            fixed (byte* scratch = whole)
            {
                for (var block = 0; block < Blocks; block++)
                {
                    var head = IsCold(block) ? scratch : (byte*)Address(block);
                    for (var token = 0; token < (block == last ? 7 : 32); token++)
                    {
                        float[] key = [.. Enumerable.Range(0, Dim).Select(_ => (random.NextSingle() - 0.5f) / 2)], value = [.. Enumerable.Range(0, Dim).Select(_ => (random.NextSingle() - 0.5f) * 2)];
                        key[(Dim / 2) - 1] = light.Contains(block) ? -3 : 3;
                        fixed (float* k = key, v = value)
                        {
                            Kernels.Append(head, token, k, v);
                        }
                    }

                    if (IsCold(block))
                    {
                        rounding.Round(head, (byte*)Address(block), null);
                    }
                }
            }
        }

        public IAttentionKernels Kernels { get; }

        public int[] Light { get; }

        /// <summary>The block of seven tokens; -1 when all are full.</summary>
        public int Last { get; }

        public static bool IsCold(int block) => block < 5;

        public nint Address(int block) => pins[block].AddrOfPinnedObject();

        public FirstBlock First(int block) => new(Address(block), Blocks - 1 - block, IsCold(block));

        /// <summary>[group, headDim] of a token of a block.</summary>
        public float[] Query(int offset, int block)
        {
            var random = new Random(100 + offset);
            float[] queries = [.. Enumerable.Range(0, Group * Dim).Select(i => i % Dim == (Dim / 2) - 1 ? 8 : random.NextSingle() - 0.5f)], rotated = new float[Group * Dim];
            fixed (float* from = queries, to = rotated)
            {
                Kernels.Rotate(from, Group, offset, block, 1 / MathF.Sqrt(Dim), to);
            }

            return rotated;
        }

        public void Dispose() => pins.ForEach(pin => pin.Free());
    }
}
