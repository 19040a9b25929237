using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ReasoningGrains.Models.Tests.Hub;

public sealed class ResumeTests : HubFixture
{
    private static readonly FakeFile Sent = FakeFile.Random(100_000, 1);

    [Fact]
    public async Task A_connection_cut_in_the_middle_is_gone_on_with()
    {
        Host.Files["a.gguf"] = Sent;
        await PullCutOff(Sent);
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
        Assert.Equal([null, "bytes=1000-"], Host.Fetches.Select(r => r.Range));
        Assert.Equal(Sent.Tag, Host.Fetches.Last().IfRange);
    }

    [Fact]
    public async Task When_every_attempt_breaks_off_what_came_is_kept_for_the_next_pull()
    {
        Host.Files["a.gguf"] = Sent;
        var failed = await Assert.ThrowsAsync<Models.Hub.HubException>(() => PullCutOff(Sent, times: 3));
        Assert.Contains("owner/tiny/a.gguf could not be pulled in 3 attempts", failed.Message, StringComparison.Ordinal);
        Assert.Contains("3000 bytes are kept", failed.Message, StringComparison.Ordinal);
        Assert.Equal(3000, new FileInfo(InStore("a.gguf.partial")).Length);
        Assert.False(File.Exists(InStore("a.gguf")));
        await Pull();
        Assert.Equal("bytes=3000-", Host.Fetches.Last().Range);
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task A_file_that_changed_since_is_fetched_from_the_start()
    {
        Host.Files["a.gguf"] = Sent;
        await Assert.ThrowsAsync<Models.Hub.HubException>(() => PullCutOff(Sent, times: 3));
        var changed = FakeFile.Random(90_000, 2);
        Host.Files["a.gguf"] = changed;
        await Pull();
        Assert.Equal("bytes=3000-", Host.Fetches.Last().Range);
        Assert.Equal(changed.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task A_file_that_changes_during_a_pull_is_thrown_away_and_had_by_the_next()
    {
        Host.Files["a.gguf"] = Sent;
        var changed = FakeFile.Random(100_000, 2);
        var failed = await Assert.ThrowsAsync<Models.Hub.HubException>(() =>
        {
            var pull = PullCutOff(Sent);
            var fault = Host.Fault;
            Host.Fault = async (context, file) =>
            {
                Host.Files["a.gguf"] = changed;
                return await fault(context, changed);
            };
            return pull;
        });
        Assert.Contains("pull again", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(InStore("a.gguf"))!));
        await Pull();
        Assert.Equal(changed.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task A_host_that_ignores_ranges_sends_the_whole_again()
    {
        Host.Files["a.gguf"] = Sent;
        await Assert.ThrowsAsync<Models.Hub.HubException>(() => PullCutOff(Sent, times: 3));
        Host.Fault = async (context, file) =>
        {
            file!.Describe(context.Response);
            await context.Response.Body.WriteAsync(file.Content, Token);
            return true;
        };
        await Pull();
        Assert.Equal("bytes=3000-", Host.Fetches.Last().Range);
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Theory]
    [InlineData("bytes 2999-99999/100000", null)]
    [InlineData("bytes 3000-99998/100000", null)]
    [InlineData("bytes 3000-99999/*", null)]
    [InlineData(null, null)]
    [InlineData("bytes 3000-99999/100000", "\"another\"")]
    public async Task Another_part_than_the_one_asked_for_is_not_taken(string? range, string? tag)
    {
        Host.Files["a.gguf"] = Sent;
        await Assert.ThrowsAsync<Models.Hub.HubException>(() => PullCutOff(Sent, times: 3));
        Host.Fault = (context, file) =>
        {
            if (context.Request.Headers.Range.Count == 0)
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ETag = tag ?? file!.Tag;
            context.Response.Headers.ContentRange = range;
            return Task.FromResult(true);
        };
        await Pull();
        Assert.Null(Host.Fetches.Last().Range);
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task A_partial_file_of_unknown_version_is_not_gone_on_with()
    {
        Host.Files["a.gguf"] = Sent;
        Directory.CreateDirectory(Path.GetDirectoryName(InStore("a.gguf"))!);
        await File.WriteAllBytesAsync(InStore("a.gguf.partial"), new byte[3000], Token);
        await Pull();
        Assert.Null(Assert.Single(Host.Fetches).Range);
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task What_was_whole_but_not_yet_in_its_place_is_not_fetched()
    {
        Host.Files["a.gguf"] = Sent;
        Directory.CreateDirectory(Path.GetDirectoryName(InStore("a.gguf"))!);
        await File.WriteAllBytesAsync(InStore("a.gguf.partial"), Sent.Content, Token);
        await File.WriteAllTextAsync(InStore("a.gguf.partial.etag"), Sent.Tag, Token);
        await Pull();
        Assert.Empty(Host.Fetches);
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }

    [Fact]
    public async Task A_partial_file_longer_than_the_file_is_thrown_away()
    {
        Host.Files["a.gguf"] = Sent;
        Directory.CreateDirectory(Path.GetDirectoryName(InStore("a.gguf"))!);
        await File.WriteAllBytesAsync(InStore("a.gguf.partial"), new byte[Sent.Content.Length + 1], Token);
        await File.WriteAllTextAsync(InStore("a.gguf.partial.etag"), Sent.Tag, Token);
        await Pull();
        Assert.Equal(["bytes=" + (Sent.Content.Length + 1).ToString(CultureInfo.InvariantCulture) + "-", null], Host.Fetches.Select(r => r.Range));
        Assert.Equal(Sent.Content, await File.ReadAllBytesAsync(InStore("a.gguf"), Token));
    }
}
