using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Options that configuration documents set, as one source among the others. A new document replaces all of them at once.</summary>
internal sealed class DocumentSource : ConfigurationProvider, IConfigurationSource
{
    /// <summary>The source is its own provider: there is one.</summary>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Replaces the options and tells who listens.</summary>
    public void Change(IEnumerable<ConfigurationSetting> settings)
    {
        Data = ToData(settings);
        OnReload();
    }

    /// <summary>The options by their keys.</summary>
    public static Dictionary<string, string?> ToData(IEnumerable<ConfigurationSetting> settings)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            data[setting.Option] = setting.Value;
        }

        return data;
    }
}
