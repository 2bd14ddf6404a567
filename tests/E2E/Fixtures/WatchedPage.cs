using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Signalbox.E2E.Fixtures;

/// <summary>A page whose console errors, failed requests and calls to other hosts are faults of the test.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly IBrowserContext _context;

    private WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
            {
                _faults.Enqueue($"console: {message.Text} at {message.Location}");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _faults.Enqueue($"{response.Status}: {response.Url}");
            }
        };
        page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).IsLoopback)
            {
                _faults.Enqueue($"call to another host: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        var watched = new WatchedPage(context, page);
        await page.GotoAsync(path);
        return watched;
    }

    /// <summary>Saves a picture of the whole page.</summary>
    public Task PictureAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(TestPaths.Artifacts, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });

    /// <summary>What axe finds that is serious or critical. It is put into the page once and asked again as theme and size change.</summary>
    public async Task<IReadOnlyList<string>> SeriousFindingsAsync()
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync($"() => {{ {s_axe} }}");
        }

        return await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => `${v.id}: ${v.help} at ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)
            """);
    }

    /// <summary>Fails when anything went wrong on the page; at the end of a test, before it is closed.</summary>
    public void AssertClean() => Assert.True(_faults.IsEmpty, string.Join("\n", _faults));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
