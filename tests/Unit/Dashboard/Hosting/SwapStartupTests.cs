using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Transfer;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class SwapStartupTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("signalbox-swap-").FullName;
    private readonly DataDirectory _data;
    private readonly DataSwap _swap;

    public SwapStartupTests()
    {
        _data = DataDirectory.Open(Path.Combine(_root, "data"));
        _swap = new DataSwap(_data.Path);
        File.WriteAllText(_data.DatabaseFile, "old");
        _swap.Begin();
        File.WriteAllText(Path.Combine(_swap.Content, "signalbox.db"), "new");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task FinishFiles_OfWhatWasReady_PutsItInItsPlaceOnce()
    {
        await _swap.ReadyAsync(new SwapOrder("restore", "before", []), Ct);

        Assert.Equal("restore", SwapStartup.FinishFiles(_data).What);
        Assert.Equal(("new", "old"), (await File.ReadAllTextAsync(_data.DatabaseFile, Ct), await File.ReadAllTextAsync(_data.DatabaseFile + ".before", Ct)));
        Assert.Null(SwapStartup.FinishFiles(_data).What);
    }

    [Fact]
    public async Task FinishFiles_OfWhatWasNotReady_LeavesTheOldOne()
    {
        Assert.Null(SwapStartup.FinishFiles(_data).What);
        Assert.Equal("old", await File.ReadAllTextAsync(_data.DatabaseFile, Ct));
    }

    [Fact]
    public async Task FinishFiles_WhereTheDatabaseHasToSayWhetherTheRowsAreThere_LeavesItToTheStart()
    {
        await _swap.ReadyAsync(new SwapOrder("import", "before", [], "rp_000000000001"), Ct);

        Assert.Null(SwapStartup.FinishFiles(_data).What);
        Assert.NotNull(_swap.Pending);
    }
}
