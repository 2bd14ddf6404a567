using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Signalbox.Unit.Dashboard.Hosting.Telemetry;

/// <summary>A receiver of OTLP over HTTP: keeps what came, by path.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Channel<(string Path, byte[] Body)> _received = Channel.CreateUnbounded<(string, byte[])>();

    private OtlpReceiver(WebApplication web) => _web = web;

    public string Url => _web.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._web.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            receiver._received.Writer.TryWrite((context.Request.Path.Value!, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
        await receiver._web.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Everything received so far.</summary>
    public IReadOnlyList<(string Path, byte[] Body)> Take()
    {
        var all = new List<(string, byte[])>();
        while (_received.Reader.TryRead(out var one))
        {
            all.Add(one);
        }

        return all;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
