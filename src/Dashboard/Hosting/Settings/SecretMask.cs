using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Masks the values of all secrets that are or were configured in what is written down of people's changes.</summary>
internal sealed class SecretMask(ISecretCatalog catalog)
{
    /// <summary>The text without them. Values are read at each use: they may have changed.</summary>
    public string Apply(string text)
    {
        List<string> values = [.. catalog.NamesToMask.SelectMany(catalog.ValuesToMask)];
        return values.Count == 0 ? text : SecretMasker.Create(values).MaskText(text);
    }
}
