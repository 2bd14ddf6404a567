using System.Globalization;
using System.Text;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>Collects rendered text and stops the render once it is too much.</summary>
internal sealed class CappedWriter(RenderBudget budget) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        budget.ChargeOutput(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        budget.ChargeOutput(Encoding.UTF8.GetByteCount(buffer, index, count));
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        budget.ChargeOutput(Encoding.UTF8.GetByteCount(buffer));
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        budget.ChargeOutput(value is null ? 0 : Encoding.UTF8.GetByteCount(value));
        base.Write(value);
    }
}
