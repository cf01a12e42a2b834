#include "start/MachinePanel.h"

#include "bridge/JobStarter.h"
#include "theme/Format.h"
#include "theme/Messages.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QPainter>
#include <QProgressBar>

namespace minamo {

namespace {

QString gigabytes(const Json& values, const char* name)
{
    const double amount = values.value(name, 0.0);
    return withUnit(formatNumber(amount, amount < 100 ? 1 : 0), "GB");
}

} // namespace

MachineRow::MachineRow(const QString& iconName, QWidget* parent) :
    QWidget(parent), m_name(new TextLabel(TextSize::body, true)), m_value(new TextLabel),
    m_caption(new TextLabel(TextSize::caption, false, TextColor::text2)), m_bar(new QProgressBar)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 10, 0, 12);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->addWidget(new IconLabel(iconName, 20), 0, 0, Qt::AlignTop);
    grid->addWidget(m_name, 0, 1);
    grid->addWidget(m_value, 0, 2, Qt::AlignRight);
    grid->addWidget(m_caption, 1, 1, 1, 2);
    grid->addWidget(m_bar, 2, 1, 1, 2);
    m_caption->setWordWrap(true);
    static_cast<QProgressBar*>(m_bar)->setRange(0, 1000);
    static_cast<QProgressBar*>(m_bar)->setTextVisible(false);
    m_bar->hide();
}

void MachineRow::setTexts(const QString& name, const QString& value, const QString& caption)
{
    m_name->setText(name);
    m_value->setText(value);
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
}

void MachineRow::setUsed(double share)
{
    m_bar->setVisible(share >= 0);
    static_cast<QProgressBar*>(m_bar)->setValue(static_cast<int>(1000 * qBound(0.0, share, 1.0)));
}

void MachineRow::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(0, height() - 1, width(), 1, Theme::current().line);
}

MachinePanel::MachinePanel(Machine& machine, QWidget* parent) :
    QWidget(parent), m_machine(machine), m_title(new TextLabel(TextSize::place, true)),
    m_gpu(new MachineRow("gpu")), m_processor(new MachineRow("processor")),
    m_memory(new MachineRow("memory")), m_disk(new MachineRow("disk")), m_model(new MachineRow("model")),
    m_network(new MachineRow("lock")), m_note(new Banner(BannerKind::info))
{
    setFixedWidth(400);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(25, 20, 24, 20);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addSpacing(6);
    for (auto* row : { m_gpu, m_processor, m_memory, m_disk, m_model, m_network })
        layout->addWidget(row);
    layout->addSpacing(20);
    layout->addWidget(m_note);
    layout->addStretch();
    connect(&machine, &Machine::known, this, &MachinePanel::retranslate);
    retranslate();
}

void MachinePanel::showGpu()
{
    const Json gpu = m_machine.finding("gpu");
    if (!gpu.is_object()) {
        m_gpu->setTexts(tr("GPU"), m_machine.isKnown() ? tr("none") : tr("looking"), {});
        m_gpu->setUsed(-1);
        return;
    }
    const auto caption = QString::fromStdString(gpu.value("name", "")) + "  "
        + tr("%1, %2 free").arg(gigabytes(gpu, "total"), gigabytes(gpu, "free"));
    m_gpu->setTexts(tr("GPU"), tr("usable"), caption);
    const double total = gpu.value("total", 0.0);
    m_gpu->setUsed(total > 0 ? 1 - gpu.value("free", 0.0) / total : -1);
}

void MachinePanel::showMemory()
{
    const Json memory = m_machine.finding("memory");
    if (memory.is_object()) {
        m_memory->setTexts(
            tr("Memory"), gigabytes(memory, "total"), tr("%1 free").arg(gigabytes(memory, "free")));
        const double total = memory.value("total", 0.0);
        m_memory->setUsed(total > 0 ? 1 - memory.value("free", 0.0) / total : -1);
    } else {
        m_memory->setTexts(tr("Memory"), {}, {});
    }
    const Json cpu = m_machine.finding("cpu");
    m_processor->setTexts(tr("Processor"), tr("%n core(s)", nullptr, m_machine.cores()),
        cpu.is_object() ? QString::fromStdString(cpu.value("name", "")) : QString());
    const Json disk = m_machine.finding("disk");
    m_disk->setTexts(tr("Disk"), disk.is_object() ? tr("%1 free").arg(gigabytes(disk, "free")) : QString(),
        disk.is_object() ? QString::fromStdString(disk.value("path", "")) : QString());
}

void MachinePanel::showModel()
{
    if (m_machine.finding("model").is_object())
        m_model->setTexts(tr("Model"), tr("built in"),
            tr("A small diffusion model comes with Minamo and is ready to use."));
    else
        m_model->setTexts(tr("Model"), m_machine.isKnown() ? tr("not found") : QString(), {});
}

void MachinePanel::retranslate()
{
    m_title->setText(tr("What this PC can do"));
    showGpu();
    showMemory();
    showModel();
    m_network->setTexts(tr("Communication"), tr("none"), tr("Neither photos nor models leave this PC."));
    const bool silent = m_machine.isKnown() && !m_machine.finding("cpu").is_object();
    if (silent)
        m_note->setTexts(tr("The program that computes does not answer."), JobStarter::program());
    else
        m_note->setTexts(
            tr("It works without a GPU."), tr("A thousand photos take a few minutes on a laptop."));
    m_note->setVisible(m_machine.isKnown() && (silent || !m_machine.finding("gpu").is_object()));
}

void MachinePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MachinePanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(0, 0, 1, height(), theme.line);
}

} // namespace minamo
