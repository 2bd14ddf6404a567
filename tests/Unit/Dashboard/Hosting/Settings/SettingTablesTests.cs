using System.Globalization;
using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Unit.Dashboard.Hosting.Settings;

/// <summary>The document's limits are the server's own.</summary>
public sealed class SettingTablesTests
{
    public static TheoryData<string> Numbers => [.. SettingTables.All.Where(k => k.Key.Shape is IntegerKey).Select(k => k.Path)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_AtItsEnds_IsTakenByTheServer_AndRefusedBeyond(string path)
    {
        var key = SettingTables.All.Single(k => string.Equals(k.Path, path, StringComparison.Ordinal)).Key;
        var shape = (IntegerKey)key.Shape;
        Assert.Empty(Faults(key, shape.Min));
        Assert.Empty(Faults(key, shape.Max));
        Assert.Single(Faults(key, shape.Max + 1));
        Assert.True(shape.Min == 0 || Faults(key, shape.Min - 1).Count == 1);
    }

    [Fact]
    public void Option_ThatIsReadByTheServer_IsNoSpellingMistake()
    {
        var known = SettingTables.All.Select(k => k.Key).Where(k => k.Shape is not IntegerKey && k.Option is not ("Deployment:Urls" or "Logging:LogLevel:Default"))
            .ToDictionary(k => k.Shape is ListKey ? k.Option + ":0" : k.Option, k => (string?)Sample(k), StringComparer.Ordinal);
        var (options, faults) = SignalboxOptions.TryRead(new ConfigurationBuilder().AddInMemoryCollection(known).Build());
        Assert.Empty(faults);
        Assert.Equal((true, false), (options.Tmux, options.InstallSamples));
    }

    private static string Sample(SettingKey key) => key.Option switch
    {
        "Workspaces:Ports" => "2000-3000",
        "Terminals:Tmux" => "true",
        "Samples:Install" => "false",
        "Observability:OtlpEndpoint" => "http://127.0.0.1:4317",
        "Storage:Provider" => "postgres",
        "Storage:ConnectionString" => "Host=db;Database=signalbox",
        _ => key.Shape is WordKey words ? words.Words[0] : "some",
    };

    private static IReadOnlyList<string> Faults(SettingKey key, long value)
    {
        var text = key.IsSeconds ? TimeSpan.FromSeconds(value).ToString("c", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
        return SignalboxOptions.TryRead(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key.Option, (string?)text)]).Build()).Faults;
    }
}
