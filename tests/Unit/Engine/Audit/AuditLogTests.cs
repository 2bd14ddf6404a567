using Signalbox.Engine.Audit;

namespace Signalbox.Unit.Engine.Audit;

public sealed class AuditLogTests
{
    private readonly FakeAudit _store = new();

    [Fact]
    public async Task Write_WhenNobodyStandsBehindIt_WritesNothing()
    {
        AuditOrigin.Enter(null);
        await Log().WriteAsync("run.cancel", "DOC-1");
        Assert.Empty(_store.Entries);
    }

    [Fact]
    public async Task Write_SaysWhoWhatAndFromWhere_WithoutSecrets()
    {
        AuditOrigin.Enter(new AuditOrigin("ada", AuditDoor.CommandLine, "127.0.0.1"));
        await Log().WriteAsync("agent.change", "builder", new { Key = "hunter2-hunter2", Left = (string?)null }, new { Status = AuditDoor.Api });
        var entry = Assert.Single(_store.Entries);
        Assert.Equal(("ada", AuditDoor.CommandLine, "127.0.0.1", "agent.change", "builder"), (entry.Who, entry.Via, entry.Address, entry.Action, entry.Target));
        Assert.Equal(("""{"key":"***"}""", """{"status":"Api"}"""), (entry.Before, entry.After));
    }

    [Fact]
    public async Task Write_OfALongValue_CutsItBetweenCharacters()
    {
        AuditOrigin.Enter(new AuditOrigin("ada", AuditDoor.Browser, null));
        foreach (var shift in (string[])["", "x"])
        {
            await Log().WriteAsync("workflow.save", "w", after: new { Text = shift + string.Concat(Enumerable.Repeat("🚦", AuditEntry.MaxValue)) });
            var value = _store.Entries[^1].After!;
            Assert.InRange(value.Length, AuditEntry.MaxValue - 1, AuditEntry.MaxValue);
            Assert.EndsWith("🚦…", value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Enter_InOneFlow_IsNotSeenInAnother()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            AuditOrigin.Enter(new AuditOrigin($"person{i}", AuditDoor.Api, null));
            await Task.Yield();
            Assert.Equal($"person{i}", AuditOrigin.Current!.Who);
            await Log().WriteAsync("run.pause", $"T-{i}");
        })));
        Assert.All(_store.Entries, e => Assert.Equal(e.Target[2..], e.Who[6..]));
    }

    private AuditLog Log() => new(_store, new AuditValues(text => text.Replace("hunter2-hunter2", "***", StringComparison.Ordinal)), TimeProvider.System);
}
