using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Signalbox.Dashboard.Hosting.Output;
using Signalbox.Dashboard.Hosting.Security;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Dashboard.Hosting.Telemetry;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Library.Templates;

namespace Signalbox.Dashboard.Hosting;

/// <summary>One running server on one data directory, from <see cref="StartAsync"/> to <see cref="DisposeAsync"/>.</summary>
internal sealed class SignalboxApp : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private readonly DataDirectoryLock _lock;
    private bool _stopped;

    private SignalboxApp(WebApplication web, DataDirectory data, DataDirectoryLock held)
    {
        Web = web;
        Data = data;
        _lock = held;
        Url = web.Urls.First().TrimEnd('/');
    }

    /// <summary>The host.</summary>
    public WebApplication Web { get; }

    /// <summary>Its data directory.</summary>
    public DataDirectory Data { get; }

    /// <summary>Where it answers, with the real port.</summary>
    public string Url { get; }

    /// <summary>A fresh one-time sign-in link.</summary>
    public string CreateLoginLink() => $"{Url}/login?code={Web.Services.GetRequiredService<LoginLinks>().Create().Code}";

    /// <summary>Takes the data directory, prepares it and listens.</summary>
    /// <exception cref="SignalboxFaultException">It cannot; nothing is held or changed then.</exception>
    public static async Task<SignalboxApp> StartAsync(ServerSettings settings, TextWriter console, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Open(settings.DataPath);
        var held = await DataDirectoryLock.TakeAsync(data, TimeProvider.System, cancellationToken);
        WebApplication? web = null;
        try
        {
            (web, settings) = await BuildAsync(settings, data, console, cancellationToken);
            foreach (var task in web.Services.GetServices<IStartupTask>())
            {
                await task.RunAsync(cancellationToken);
            }

            await ListenAsync(web, settings, cancellationToken);
            var app = new SignalboxApp(web, data, held);

            // Only now: who reads it may ask at once.
            new ServerInfo(Environment.ProcessId, app.Url, ProductVersion.Text, settings.Embedded).Write(data);
            return app;
        }
        catch
        {
            if (web is not null)
            {
                await web.DisposeAsync();
            }

            held.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and working; agents go on. Safe to call twice.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);

        // First, so that no command comes to a server that is about to go.
        File.Delete(Data.ServerFile);
        await Web.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            await Web.DisposeAsync();
            _lock.Dispose();
        }
    }

    private static async Task<(WebApplication Web, ServerSettings Settings)> BuildAsync(ServerSettings settings, DataDirectory data, TextWriter console, CancellationToken cancellationToken)
    {
        // The content root is the folder of the assembly, so that a checkout, a published copy and a tool find the same files.
        // The name is said because under a test the entry assembly is another, and static assets are found by it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SignalboxApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddEnvironmentVariables("SIGNALBOX__");
        builder.Configuration.AddCommandLine([.. settings.ConfigurationArguments]);
        var finished = SwapStartup.FinishFiles(data);
        var (documents, options) = await ServerDocuments.OpenAsync(builder.Configuration, data, cancellationToken);
        RefuseOtherEndpoints(builder.Configuration);
        settings = settings.UrlsAreChosen || documents.Urls.Count == 0 ? settings : settings with { Urls = ListenAddresses.Choose(string.Join(';', documents.Urls), _ => null) };

        // Development does this by itself; without it, a Production run of the build output has no assets.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = WebServices.MaxRequestBytes;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new ConsoleLoggerProvider(console, TimeProvider.System, settings.Embedded ? LogLevel.Warning : LogLevel.Information));
        builder.Logging.AddProvider(new FileLoggerProvider(data.LogFile, TimeProvider.System));

        var services = builder.Services;
        services.AddSingleton<IHostLifetime, NoLifetime>();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = StopLimit);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(data);
        services.AddSingleton(settings);
        services.AddSingleton(documents);
        services.AddSingleton(finished);
        services.AddSingleton(new JobsMode(settings.Embedded));
        services.AddSingleton<ITemplateCatalog>(provider => new TemplateCatalog(new TemplateCatalogOptions(data.TemplatesDirectory), provider.GetRequiredService<AuditLog>()));

        // Before everything that runs: what starts first stops last, and sends what the others end with.
        services.AddTelemetry(options.Telemetry);
        services.AddWeb(data, options, CliToken.LoadOrCreate(data), settings.Embedded);
        settings.AddEngine(services, data, options);
        settings.ConfigureServices?.Invoke(services);

        var web = builder.Build();
        web.UseWeb();
        return (web, settings);
    }

    // Kestrel would listen on these beside ours, past the check of ListenAddresses.
    private static void RefuseOtherEndpoints(ConfigurationManager configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, "Kestrel:Endpoints is configured, which this version does not take: choose where to listen with --urls");
        }
    }

    private static async Task ListenAsync(WebApplication web, ServerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            var ports = string.Join(" or ", settings.Urls.Select(u => new Uri(u).Port).Distinct());
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"port {ports} is in use by another program: stop it or choose another with --urls http://127.0.0.1:PORT");
        }
        catch (SocketException e)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"cannot listen on {string.Join(" and ", settings.Urls)} ({e.Message.TrimEnd('.')}): choose another address with --urls");
        }
    }
}
