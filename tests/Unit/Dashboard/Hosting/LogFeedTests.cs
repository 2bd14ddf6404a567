using System.Text;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Logs.Search;
using Signalbox.Unit.Engine.Logs;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class LogFeedTests : IDisposable
{
    private readonly LogLab _lab = new();
    private readonly LogSearch _search;
    private readonly LogFeed _feed;

    public LogFeedTests()
    {
        _lab.Masks.Masker = SecretMasker.Create(["s3cr3t-T0ken"]);
        _lab.Store.RawFile = _lab.RawFile;
        _search = new LogSearch(_lab.Store, _lab.Masks);
        _feed = new LogFeed(_lab.Reader, _search, _lab.Store, _lab.Masks);
    }

    public void Dispose()
    {
        _search.Dispose();
        _lab.Dispose();
    }

    [Fact]
    public async Task OpenRaw_OfARunningAttempt_EndsWhereTheStoreDoes()
    {
        var pump = _lab.StartPump();
        _lab.Write("one s3cr3t-T0ken\ntwo s3cr3t");
        await foreach (var batch in _lab.FollowAsync(1))
        {
            if (batch.Lines.Any(l => l.Line == 2))
            {
                break;
            }
        }

        Assert.Equal("one ***\ntwo ", await DownloadAsync());
        _lab.Write("-T0ken");
        _lab.EndProcess();
        await pump;
        Assert.Equal("one ***\ntwo ***", await DownloadAsync());
    }

    [Fact]
    public async Task OpenRaw_WithoutAFileOrItsSecrets_SaysWhich()
    {
        Assert.Equal((null, null), await OpenAsync());
        _lab.Write("one s3cr3t-T0ken\n");
        _lab.EndProcess();
        await _lab.StartPump();
        _lab.Masks.Fault = "The secret X has no value.";

        Assert.Equal((null, "The secret X has no value."), await OpenAsync());
    }

    private Task<(Stream? Content, string? Fault)> OpenAsync() => _feed.OpenRawAsync(LogLab.Attempt, LogStream.Stdout, TestContext.Current.CancellationToken);

    private async Task<string> DownloadAsync()
    {
        var (content, fault) = await OpenAsync();
        Assert.Null(fault);
        await using (content)
        {
            using var reader = new StreamReader(content!, Encoding.UTF8);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
    }
}
