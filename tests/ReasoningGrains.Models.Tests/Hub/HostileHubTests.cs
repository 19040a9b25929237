using Microsoft.AspNetCore.Http;
using ReasoningGrains.Models.Hub;

namespace ReasoningGrains.Models.Tests.Hub;

public sealed class HostileHubTests : HubFixture
{
    [Theory]
    [InlineData(true, "does not have the SHA-256 ")]
    [InlineData(false, "does not have the git SHA-1 ")]
    public async Task A_file_with_another_hash_is_thrown_away(bool large, string expected)
    {
        Host.Files["a.gguf"] = FakeFile.Random(5000, 1, large) with { Lie = new string('1', large ? 64 : 40) };
        Assert.Contains(expected, await Refusal(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(InStore("a.gguf"))!));
    }

    [Theory]
    [InlineData("../../escaped.gguf")]
    [InlineData("/tmp/escaped.gguf")]
    [InlineData("sub/../../../escaped.gguf")]
    [InlineData("..\\escaped.gguf")]
    [InlineData("C:escaped.gguf")]
    [InlineData("a\0.gguf")]
    [InlineData("./a.gguf")]
    [InlineData("")]
    public async Task A_name_that_leaves_the_folder_is_refused(string name)
    {
        Host.Files["a.gguf"] = FakeFile.Random(10, 1);
        Host.Files[name] = FakeFile.Random(10, 2);
        Assert.Contains("Nothing was pulled", await Refusal(), StringComparison.Ordinal);
        Assert.Contains("Nothing was pulled", await Refusal("owner/tiny/a.gguf"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store.Folder));
    }

    [Fact]
    public async Task A_name_that_not_all_systems_can_have_matters_where_it_is_to_be_pulled()
    {
        Host.Files["a.gguf"] = FakeFile.Random(10, 1);
        Host.Files["images/what is this?.png"] = FakeFile.Random(10, 2);
        Assert.Equal("a.gguf", Assert.Single(await Pull()).Name);
        Host.Files.Remove("a.gguf", out _);
        Host.Files["b?.gguf"] = FakeFile.Random(10, 3);
        Assert.Contains("'b?.gguf'", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_the_endpoint_and_not_to_the_host_it_redirects_to()
    {
        await using var store = await FakeHub.Start();
        var file = FakeFile.Random(5000, 1);
        store.Files["a.gguf"] = file;
        Host.Files["a.gguf"] = file with { Silent = true };
        Options = Options with { Token = "hf_secret" };
        Host.Fault = (context, _) =>
        {
            context.Response.Headers["X-Linked-Etag"] = file.Tag;
            // One hop on the host itself, then away.
            context.Response.Redirect(context.Request.Query.ContainsKey("again") ? $"{store.Url}owner/tiny/resolve/main/a.gguf" : $"{context.Request.Path}?again=1");
            return Task.FromResult(true);
        };
        Assert.Equal(new Checksum(ChecksumKind.Sha256, file.Tag.Trim('"')), Assert.Single(await Pull()).Checked);
        Assert.Equal(["Bearer hf_secret", "Bearer hf_secret", "Bearer hf_secret"], Host.Requests.Select(r => r.Authorization));
        Assert.Null(Assert.Single(store.Requests).Authorization);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "redirects to file://")]
    [InlineData("/owner/tiny/resolve/main/a.gguf", "redirects more than 8 times")]
    public async Task Redirects_to_nowhere_end(string location, string expected)
    {
        Host.Files["a.gguf"] = FakeFile.Random(10, 1);
        Host.Fault = (context, _) =>
        {
            context.Response.Redirect(location);
            return Task.FromResult(true);
        };
        Assert.Contains(expected, await Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_names_the_token(int status)
    {
        Host.DescriptionStatus = status;
        Assert.Contains($"refuses model owner/tiny ({status}): it is private, gated, or does not exist. Set HF_TOKEN", await Refusal(), StringComparison.Ordinal);
        Options = Options with { Token = "hf_secret" };
        var message = await Refusal();
        Assert.Contains("the token in HF_TOKEN", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_host_is_asked_again_a_few_times()
    {
        Host.DescriptionStatus = 503;
        Assert.Contains("could not be looked up in 3 attempts; in the last 127.0.0.1 answered 503", await Refusal(), StringComparison.Ordinal);
        Assert.Equal(3, Host.Requests.Count);
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_cut()
    {
        Host.Files["a.gguf"] = FakeFile.Random(5000, 1);
        Host.Fault = async (context, _) =>
        {
            var piece = new byte[4096];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, Token);
            }

            return true;
        };
        Assert.Contains("is longer than the 5000 bytes that the host names", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_falls_silent_counts_as_dropped()
    {
        Host.Files["a.gguf"] = FakeFile.Random(5000, 1);
        Options = Options with { Stall = TimeSpan.FromSeconds(2) };
        Host.Fault = async (context, file) =>
        {
            var left = new TaskCompletionSource();
            await using var leaving = context.RequestAborted.Register(left.SetResult);
            await FakeHub.CutOff(context, file!, 0, 100, left.Task);
            return true;
        };
        Assert.Contains("nothing came for", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_one_clear_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        Host.Files["a.gguf"] = FakeFile.Random(500_000, 1);
        Directory.CreateDirectory(Path.GetDirectoryName(InStore("a.gguf"))!);
        File.CreateSymbolicLink(InStore("a.gguf.partial"), "/dev/full");
        Assert.Contains("owner/tiny/a.gguf cannot be written: No space left on device", await Refusal(), StringComparison.Ordinal);
        Assert.Single(Host.Fetches);
    }

    [Fact]
    public async Task A_file_larger_than_the_disk_is_not_begun()
    {
        using var hub = new HubClient(Options, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<HubException>(() => hub.Fetch("owner/tiny", new HubFile("a.gguf", long.MaxValue / 2, null), InStore("a.gguf"), null, Token));
        Assert.Contains("more bytes, but the disk", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Host.Requests);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"siblings\":[{}]}")]
    [InlineData("{\"siblings\":[null]}")]
    [InlineData("<html>")]
    public async Task A_description_in_another_form_is_said(string json)
    {
        await using var other = await FakeHub.Start();
        Options = Options with { Endpoint = new Uri(other.Url, "owner") };
        other.Fault = async (context, _) =>
        {
            await context.Response.WriteAsync(json, Token);
            return true;
        };
        Assert.Contains("in a form that is not Hugging Face's", await Refusal(), StringComparison.Ordinal);
    }
}
