using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Reads the section <c>Secrets</c>: a reference for each name. Only its form is checked at start; values are read at use.</summary>
internal static class SecretOptions
{
    /// <summary>The references and every fault.</summary>
    public static (IReadOnlyList<SecretReference> References, IReadOnlyList<string> Faults) Read(IConfiguration configuration)
    {
        var references = new List<SecretReference>();
        var faults = new List<string>();
        foreach (var entry in configuration.GetSection("Secrets").GetChildren())
        {
            if (SecretReference.Parse(entry.Key, entry.Value, out var fault) is { } reference)
            {
                references.Add(reference);
            }
            else
            {
                faults.Add(fault!);
            }
        }

        return (references, faults);
    }
}
