using System.Text;

namespace Signalbox.Engine.Secrets;

/// <summary>What reading a secret gave. Never prints its value.</summary>
/// <param name="Value">The value; null with a fault.</param>
/// <param name="Fault">Why there is no value, in one sentence that names the secret and where it should come from; null with a value.</param>
public sealed record SecretResult(string? Value, string? Fault)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Value is null ? "no value" : "value not shown");
        if (Fault is not null)
        {
            text.Append(", Fault = ").Append(Fault);
        }

        return true;
    }
}
