using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>Another program on a port that a server once had: it takes what comes and claims to be the server.</summary>
internal sealed class Impostor : IAsyncDisposable
{
    private readonly WebApplication _web;

    private Impostor(WebApplication web) => _web = web;

    /// <summary>Everything that was sent to it: path, query and headers.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    public string Url => _web.Urls.First();

    /// <param name="proof">What it answers as its proof.</param>
    public static async Task<Impostor> StartAsync(string proof)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        var impostor = new Impostor(builder.Build());
        impostor._web.Run(async context =>
        {
            impostor.Received.Enqueue($"{context.Request.Path}{context.Request.QueryString} {string.Join(' ', context.Request.Headers.Select(h => $"{h.Key}={h.Value}"))}");
            await context.Response.WriteAsJsonAsync(new { name = "signalbox", version = "1.0", proof, items = Array.Empty<string>(), total = 0 }, TestContext.Current.CancellationToken);
        });
        await impostor._web.StartAsync(TestContext.Current.CancellationToken);
        return impostor;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
