namespace ReasoningGrains.Models.Tests;

/// <summary>Damaged copies of a sound file: cut at every place, and with bytes replaced by small, large and random values.</summary>
internal static class Hostile
{
    private const long MostAllocated = 4 << 20;

    /// <summary>Opening each copy must succeed or fail by a <see cref="ModelFormatException"/>, and take little memory. Returns how many failed.</summary>
    public static int Check(byte[] sound, int header, Action<string> open)
    {
        var random = new Random(17);
        var failures = 0;
        foreach (var bytes in Cuts(sound).Concat(Changes(sound, header, random)))
        {
            var path = Path.GetTempFileName();
            File.WriteAllBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                open(path);
            }
            catch (ModelFormatException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                failures++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            File.Delete(path);
        }

        return failures;
    }

    private static IEnumerable<byte[]> Cuts(byte[] sound) => Enumerable.Range(0, sound.Length).Select(length => sound[..length]);

    private static IEnumerable<byte[]> Changes(byte[] sound, int header, Random random)
    {
        for (var at = 0; at < header; at++)
        {
            foreach (var value in new[] { 0, 1, 127, 255, random.Next(256) })
            {
                var copy = (byte[])sound.Clone();
                copy[at] = (byte)value;
                yield return copy;
            }

            if (at + 8 <= header)
            {
                // Counts and lengths of 2^60 and -1.
                foreach (var value in new[] { 1L << 60, -1L })
                {
                    var copy = (byte[])sound.Clone();
                    BitConverter.TryWriteBytes(copy.AsSpan(at), value);
                    yield return copy;
                }
            }
        }
    }
}
