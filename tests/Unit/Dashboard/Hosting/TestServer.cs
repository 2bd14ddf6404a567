using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>The real application on a free port with a fake engine and its own folder.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private TestServer(TemporaryFolder folder, SignalboxApp app, FakeEngine engine, ManualTime time, StringWriter console)
    {
        _folder = folder;
        App = app;
        Engine = engine;
        Time = time;
        Console = console;
        Token = File.ReadAllText(app.Data.TokenFile).Trim();
    }

    public SignalboxApp App { get; }

    public FakeEngine Engine { get; }

    public ManualTime Time { get; }

    public StringWriter Console { get; }

    public string Token { get; }

    public string DataPath => App.Data.Path;

    public static ServerSettings Settings(string path, FakeEngine engine) => new()
    {
        DataPath = path,
        Urls = ["http://127.0.0.1:0"],
        AddEngine = (services, _, _) => engine.Register(services),
    };

    public static async Task<TestServer> StartAsync(Func<ServerSettings, ServerSettings>? adjust = null)
    {
        var folder = new TemporaryFolder();
        var engine = new FakeEngine();
        var time = new ManualTime();
        var console = new StringWriter();
        var settings = Settings(folder.In("data"), engine) with { ConfigureServices = s => s.AddSingleton<TimeProvider>(time) };
        var app = await SignalboxApp.StartAsync(adjust?.Invoke(settings) ?? settings, console, TestContext.Current.CancellationToken);
        return new TestServer(folder, app, engine, time, console);
    }

    /// <summary>A client that nobody signed in; follows no redirect.</summary>
    public HttpClient Anonymous()
    {
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false }) { BaseAddress = new Uri(App.Url) };
    }

    /// <summary>A client with the token.</summary>
    public HttpClient Client()
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _folder.Dispose();
    }
}
