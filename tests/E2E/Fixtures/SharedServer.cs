using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Signalbox.E2E.Fixtures.SharedServer))]

namespace Signalbox.E2E.Fixtures;

/// <summary>One server and one browser for all journeys; fault tests start servers of their own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _storage;

    internal SignalboxServer Server { get; private set; } = null!;

    internal TestRepository Repository { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        Repository = await TestRepository.CreateAsync(_folder.Combine("web-shop"), stop, TestWorkflows.All);
        Server = await SignalboxServer.StartAsync(_folder.Combine("data"), stop);
        var added = await Server.CliAsync(stop, "init", Repository.Path);
        Assert.True(added.ExitCode == 0, added.ToString());
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = TestPaths.Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        _storage = await SignInAsync(Server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>A page of a new browser context that is signed in, and that fails the test on any console error or failed request.</summary>
    internal async Task<WatchedPage> OpenAsync(string path = "/", ViewportSize? size = null, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Server.Address.ToString(),
            StorageState = _storage,
            ViewportSize = size ?? new ViewportSize { Width = 1360, Height = 800 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await WatchedPage.OpenAsync(context, path);
    }

    /// <summary>A page of another server, signed in by its link, that fails the test like those of this one.</summary>
    internal async Task<WatchedPage> OpenAsync(SignalboxServer other, string path)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = other.Address.ToString(), StorageState = await SignInAsync(other), ReducedMotion = ReducedMotion.Reduce });
        return await WatchedPage.OpenAsync(context, path);
    }

    /// <summary>A browser context that is not signed in.</summary>
    internal Task<IBrowserContext> NewStrangerAsync() => _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Server.Address.ToString() });

    private async Task<string> SignInAsync(SignalboxServer server)
    {
        await using var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Address.ToString() });
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.SignInLink.ToString());
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath is "/");
        return await context.StorageStateAsync();
    }
}
